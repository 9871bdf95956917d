"""Cities whose state, country, airport, postal code, position, currency and time zone belong together."""

from typing import NamedTuple


class Place(NamedTuple):
    """A city and what belongs to it."""

    city: str
    state: str
    state_code: str
    country: str
    country_code: str
    airport: str
    postal: str
    latitude: float
    longitude: float
    currency: str
    timezone: str


_AMERICAN = """
New York|New York|NY|JFK|10012|40.7128|-74.006|New_York
Los Angeles|California|CA|LAX|90026|34.0522|-118.2437|Los_Angeles
Chicago|Illinois|IL|ORD|60614|41.8781|-87.6298|Chicago
Houston|Texas|TX|IAH|77019|29.7604|-95.3698|Chicago
Phoenix|Arizona|AZ|PHX|85016|33.4484|-112.074|Phoenix
Philadelphia|Pennsylvania|PA|PHL|19147|39.9526|-75.1652|New_York
San Diego|California|CA|SAN|92103|32.7157|-117.1611|Los_Angeles
Dallas|Texas|TX|DFW|75206|32.7767|-96.797|Chicago
Austin|Texas|TX|AUS|78704|30.2672|-97.7431|Chicago
San Francisco|California|CA|SFO|94110|37.7749|-122.4194|Los_Angeles
Seattle|Washington|WA|SEA|98103|47.6062|-122.3321|Los_Angeles
Denver|Colorado|CO|DEN|80211|39.7392|-104.9903|Denver
Boston|Massachusetts|MA|BOS|02118|42.3601|-71.0589|New_York
Nashville|Tennessee|TN|BNA|37206|36.1627|-86.7816|Chicago
Portland|Oregon|OR|PDX|97214|45.5152|-122.6784|Los_Angeles
Las Vegas|Nevada|NV|LAS|89104|36.1699|-115.1398|Los_Angeles
Miami|Florida|FL|MIA|33137|25.7617|-80.1918|New_York
Atlanta|Georgia|GA|ATL|30308|33.749|-84.388|New_York
Minneapolis|Minnesota|MN|MSP|55408|44.9778|-93.265|Chicago
New Orleans|Louisiana|LA|MSY|70115|29.9511|-90.0715|Chicago
Charlotte|North Carolina|NC|CLT|28205|35.2271|-80.8431|New_York
Detroit|Michigan|MI|DTW|48201|42.3314|-83.0458|Detroit
Salt Lake City|Utah|UT|SLC|84105|40.7608|-111.891|Denver
Columbus|Ohio|OH|CMH|43206|39.9612|-82.9988|New_York
Indianapolis|Indiana|IN|IND|46203|39.7684|-86.1581|Indiana/Indianapolis
Honolulu|Hawaii|HI|HNL|96816|21.3069|-157.8583|Honolulu
Kansas City|Missouri|MO|MCI|64111|39.0997|-94.5786|Chicago
Milwaukee|Wisconsin|WI|MKE|53207|43.0389|-87.9065|Chicago
Albuquerque|New Mexico|NM|ABQ|87106|35.0844|-106.6504|Denver
Baltimore|Maryland|MD|BWI|21231|39.2904|-76.6122|New_York
"""
_ELSEWHERE = """
London|England|ENG|United Kingdom|GB|LHR|SW4 7AB|51.5074|-0.1278|GBP|Europe/London
Edinburgh|Scotland|SCT|United Kingdom|GB|EDI|EH1 2NG|55.9533|-3.1883|GBP|Europe/London
Dublin|Leinster|L|Ireland|IE|DUB|D08 X2A7|53.3498|-6.2603|EUR|Europe/Dublin
Paris|Ile-de-France|IDF|France|FR|CDG|75011|48.8566|2.3522|EUR|Europe/Paris
Lyon|Auvergne-Rhone-Alpes|ARA|France|FR|LYS|69003|45.764|4.8357|EUR|Europe/Paris
Berlin|Berlin|BE|Germany|DE|BER|10437|52.52|13.405|EUR|Europe/Berlin
Munich|Bavaria|BY|Germany|DE|MUC|80799|48.1351|11.582|EUR|Europe/Berlin
Madrid|Madrid|MD|Spain|ES|MAD|28013|40.4168|-3.7038|EUR|Europe/Madrid
Barcelona|Catalonia|CT|Spain|ES|BCN|08012|41.3874|2.1686|EUR|Europe/Madrid
Lisbon|Lisbon|LI|Portugal|PT|LIS|1200-109|38.7223|-9.1393|EUR|Europe/Lisbon
Rome|Lazio|LZ|Italy|IT|FCO|00185|41.9028|12.4964|EUR|Europe/Rome
Milan|Lombardy|LM|Italy|IT|MXP|20121|45.4642|9.19|EUR|Europe/Rome
Amsterdam|North Holland|NH|Netherlands|NL|AMS|1017 AB|52.3676|4.9041|EUR|Europe/Amsterdam
Vienna|Vienna|W|Austria|AT|VIE|1070|48.2082|16.3738|EUR|Europe/Vienna
Zurich|Zurich|ZH|Switzerland|CH|ZRH|8004|47.3769|8.5417|CHF|Europe/Zurich
Stockholm|Stockholm|AB|Sweden|SE|ARN|11322|59.3293|18.0686|SEK|Europe/Stockholm
Oslo|Oslo|OS|Norway|NO|OSL|0171|59.9139|10.7522|NOK|Europe/Oslo
Copenhagen|Capital Region|CR|Denmark|DK|CPH|2200|55.6761|12.5683|DKK|Europe/Copenhagen
Warsaw|Mazovia|MZ|Poland|PL|WAW|00-375|52.2297|21.0122|PLN|Europe/Warsaw
Prague|Prague|PR|Czechia|CZ|PRG|11000|50.0755|14.4378|CZK|Europe/Prague
Athens|Attica|AT|Greece|GR|ATH|10557|37.9838|23.7275|EUR|Europe/Athens
Istanbul|Istanbul|IST|Turkey|TR|IST|34425|41.0082|28.9784|TRY|Europe/Istanbul
Dubai|Dubai|DU|United Arab Emirates|AE|DXB|25314|25.2048|55.2708|AED|Asia/Dubai
Mumbai|Maharashtra|MH|India|IN|BOM|400050|19.076|72.8777|INR|Asia/Kolkata
Delhi|Delhi|DL|India|IN|DEL|110016|28.7041|77.1025|INR|Asia/Kolkata
Singapore|Singapore|SG|Singapore|SG|SIN|238859|1.3521|103.8198|SGD|Asia/Singapore
Bangkok|Bangkok|BKK|Thailand|TH|BKK|10110|13.7563|100.5018|THB|Asia/Bangkok
Tokyo|Tokyo|TYO|Japan|JP|HND|150-0042|35.6762|139.6503|JPY|Asia/Tokyo
Osaka|Osaka|OSA|Japan|JP|KIX|542-0085|34.6937|135.5023|JPY|Asia/Tokyo
Seoul|Seoul|SE|South Korea|KR|ICN|04524|37.5665|126.978|KRW|Asia/Seoul
Sydney|New South Wales|NSW|Australia|AU|SYD|2010|-33.8688|151.2093|AUD|Australia/Sydney
Melbourne|Victoria|VIC|Australia|AU|MEL|3065|-37.8136|144.9631|AUD|Australia/Melbourne
Auckland|Auckland|AUK|New Zealand|NZ|AKL|1010|-36.8509|174.7645|NZD|Pacific/Auckland
Toronto|Ontario|ON|Canada|CA|YYZ|M5V 2T6|43.6532|-79.3832|CAD|America/Toronto
Vancouver|British Columbia|BC|Canada|CA|YVR|V6B 1A1|49.2827|-123.1207|CAD|America/Vancouver
Montreal|Quebec|QC|Canada|CA|YUL|H2X 1Y4|45.5017|-73.5673|CAD|America/Toronto
Mexico City|Mexico City|CMX|Mexico|MX|MEX|06700|19.4326|-99.1332|MXN|America/Mexico_City
Sao Paulo|Sao Paulo|SP|Brazil|BR|GRU|01310-100|-23.5505|-46.6333|BRL|America/Sao_Paulo
Buenos Aires|Buenos Aires|BA|Argentina|AR|EZE|C1425|-34.6037|-58.3816|ARS|America/Argentina/Buenos_Aires
Cape Town|Western Cape|WC|South Africa|ZA|CPT|8001|-33.9249|18.4241|ZAR|Africa/Johannesburg
Nairobi|Nairobi|NBO|Kenya|KE|NBO|00100|-1.2921|36.8219|KES|Africa/Nairobi
Cairo|Cairo|C|Egypt|EG|CAI|11511|30.0444|31.2357|EGP|Africa/Cairo
"""


def _american(line: str) -> Place:
    city, state, code, airport, postal, latitude, longitude, zone = line.split("|")
    place = ("United States", "US", airport, postal, float(latitude), float(longitude), "USD")
    return Place(city, state, code, *place, f"{'Pacific' if city == 'Honolulu' else 'America'}/{zone}")


def _elsewhere(line: str) -> Place:
    city, state, code, country, country_code, airport, postal, latitude, longitude, currency, zone = line.split("|")
    return Place(city, state, code, country, country_code, airport, postal, float(latitude), float(longitude), currency, zone)


AMERICAN = tuple(_american(line) for line in _AMERICAN.strip().splitlines())
PLACES = AMERICAN + tuple(_elsewhere(line) for line in _ELSEWHERE.strip().splitlines())
