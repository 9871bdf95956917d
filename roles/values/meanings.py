"""What a field means, told by the words of its name, then by its description, then by its tool."""

import re
from functools import lru_cache

from roles.values.words import words

_TABLE = r"""
blob            \b(base64|base 64|html|xml|sql|jsonp?|payload|callback|cursor|token|api key|apikey|secret|authorization|auth|signature|bearer|jwt|csrf|nonce|webhook|matrix|vectors?|embedding|thought|blob|binary|bytes|headers?|cookie|private key|public key|certificate|next max id|resume key|referer|accept|host header|proxy|schema|graphql|script)$|\b(base64|jsonp|csrf|oauth)\b|^(data|json|api|cursor|body json|max cursor|min cursor)$
email           \be ?mails?\b
image_url       \b(image|photo|picture|avatar|thumbnail|logo|img|poster|icon|pic) (url|link|uri|src|path)\b|^(image|photo|avatar|thumbnail|logo|img)$
url             \b(urls?|uri|link|links|website|homepage|href|webpage|web page)\b
ip              \bip( (address|v4|v6))?$|\bip address\b|^ip\b
mac             \bmac( address)?$
uuid            \b(uuid|guid)\b
domain          \b(domain|hostname|host|subdomain)( name)?s?$
phone           \b(phone|mobile|telephone|cell|fax|msisdn|sms)( number)?( \d)?$|\b(to|from|caller|contact) number$
hashtag         \bhash ?tags?\b
password        \b(password|passwd|passphrase|pwd|pass|pin)( \d)?$
username        \b(user ?name|screen name|handle|login|nick ?name|user handle|profile name)s?$
hex_color       \bhex( colou?r)?( code)?$|\bcolou?r (hex|code)$|\b(back|fore)ground colou?r\b
color           \bcolou?rs?\b
timezone        \btime ?zone( name)?$|^tz( id)?$
birth_date      \b(birth ?date|birth ?day|date of birth|dob|date birth|born)\b
gender          \b(gender|sex)\b
isin            ^isin$
isbn            \bisbn
vin             \bvin\b
license_plate   \b(license|licence|number|registration) plate|\bplate( number)?$
tracking        \btracking( (number|id|code))?$
wallet          \b(wallet|contract|token|asset contract|eth|btc) address$
hash            \b(hash|sha|checksum|digest|commit)( id)?$|\bcommit sha\b
card_number     \b(card|credit card|debit card) number$
iban            \biban$
account_number  \baccount (number|no)$
sort_order      \b(sort|order) ?(order|direction|dir)$|^(order|direction|ordering|asc desc|sort dir)$
sort_key        \b(sort|order)( by)?$|\bsort (key|field|column|type)$
airport         \b(airport|iata)( code)?s?$|\b(iata|airport)\b
flight_number   \bflight (number|no|code|num|iata)$|^flight$
airline         \bairlines?|\bcarrier( name)?$
currency        \bcurrenc(y|ies)( code| symbol)?s?$|\bcurrency\b|^(from|to|base|quote|target)? ?(curr|ccy)$
crypto_name     \b(crypto|coin)( ?currency)?( (name|id))$|\bcryptocurrency$
crypto          \b(coin|crypto)( symbol)?s?$
ticker          \b(ticker|symbol|symb|stock (symbol|code|ticker)|stocks?)s?( symbol)?$|\bticker symbol\b
stock_exchange  \bstock exchange$|\bexchange( code| name)?$
language_code   \b(lang|language) ?(code|iso|id)?s? ?code$|^(hl|lang|lang code|language code|iso 639 \d)$
locale          \blocales?$
language        \blanguages?\b|^(from|to|source|target) lang$
country_code    \bcountry (code|iso|iso code)s?$|\bcode country$|^(cc|gl|iso 3166 \d)$|\bmarket( code)?$
country         \bcountr(y|ies)( name)?$|\bnationality$|^nation$
state_code      \bstate code$
state           \b(state|province|prefecture)( name| or state)?$
latitude        \blat(itude)?(s)?( \d)?$|^lat\b
longitude       \b(lon|lng|long|longitude)s?( \d)?$|^lon\b
coordinates     \b(coordinates?|coords?|lat ?lng|lat ?lon|geo ?point)$
postal          \b(zip|postal|post ?code|zip ?code|postal ?code|pincode)( code)?s?$
second_line     \baddress( line)? 2$|\b(apartment|apt|suite|unit number)$
street          \baddress( line)? 1$|\bstreet( address| name)?$|\baddress line$
address         \b(address|addresses|residence|place address)$
continent       \bcontinent$
landmark        \b(landmark|attraction|monument|point of interest|poi)( name)?$
city            \b(city|cities|town|location|locations|destination|origin|place|municipality|venue city|geo|near|vicinity|city name)( name| city)?$|^(pickup|dropoff|departure|arrival|from|to)( location| city)$|^where$
region          \b(region|district|county|area|neighbou?rhood)( name)?$
weekday         \b(week ?day|day of( the)? week|day name)$
month_name      \bmonth name$
first_name      \b(first|given|fore) name$|^fname$
last_name       \b(last|family|sur) ?name$|^(surname|lname)$
university      \b(university|college|school)( name)?$
weather         \b(conditions?|weather|forecast)( text| description| summary)?$
answer          \b(answer|definition|explanation|analysis|response|interpretation|meaning)( text)?$
joke            \bjokes?$
quote           \b(quotes?|quote text|proverb)$
city            \b(headquarters|birth ?place|place of birth|home ?town|based in)$
company         \b(provider|seller|operator|retailer|company|employer|organi[sz]ation|business|firm|vendor|merchant|supplier|store|shop|manufacturer|publisher|institution)( name)?$
movie           \b(movie|film)( title| name)?s?$
show            \b(tv show|show|series|tv series|anime|episode)( title| name)?$
song            \b(song|track|music|lyrics?)( title| name)?$
album           \balbum( title| name)?$
playlist        \bplaylist( name| title)?$
artist          \b(artist|band|singer|musician|composer)s?( name)?s?$
book            \b(book|novel)( title| name)?s?$
author          \b(author|writer|poet)s?( name)?$
actor           \b(actor|actress|cast|star|celebrity)s?( name)?$
director        \bdirectors?( name)?$
player          \b(player|athlete|driver|fighter|golfer)s?( name)?$
team            \b(team|club|opponent)s?( name)?( \d)?$|^(home|away) ?(team)?$
league          \b(league|competition|tournament|championship|cup)( name)?$
sport           \bsports?( name| type)?$
game            \bgames?( name| title)?$
music_genre     \bmusic genre$
genre           \bgenres?$
cuisine         \bcuisines?( type)?$
dish            \b(dish|recipe|meal|food|menu item)s?( name)?$
ingredient      \bingr(edients?)?( name)?$|\ballerg(y|ies|ens?)$
diet            \b(diet|dietary)( \w+)*$
drink           \b(drink|cocktail|beverage|beer|wine|coffee)( name| type)?$
breed           \bbreed( name)?$
animal          \b(animal|pet|species)( name| type)?$
plant           \b(plant|flower|crop)( name)?$
fruit           \bfruits?( name)?$
car_make        \b(make|car make|car brand|vehicle make)$
car_model       \b(car model|vehicle model|model)( name)?$
fuel            \bfuel( type)?$
product         \b(product|item|goods|article)( name| title)?s?$
brand           \bbrand( name)?s?$
hotel           \b(hotel|accommodation|property)( name)?$
restaurant      \brestaurant( name)?$
bank            \bbank( name)?$
department      \bdepartment( name)?$
job             \b(job|job title|occupation|profession|position|role)( title| name)?$
skill           \bskills?$
programming_language \b(programming|code|coding) language$
symptom         \bsymptoms?$
medicine        \b(drug|medication|medicine|medicament)s?( name)?$
disease         \b(disease|condition|diagnosis|illness)( name)?$
specialty       \bspecial(i)?t(y|ies)$
exercise        \b(exercise|workout|activity)( name| type)?$
interest        \b(interests?|hobb(y|ies))$
planet          \bplanet( name)?$
chemical        \b(element|compound|chemical|molecule|substance)( name)?$
zodiac          \b(zodiac|horoscope|star sign|sign|sun sign)( \d)?$
mood            \b(mood|emotion)$
room            \b(room)( name| type)?$
device          \b(device|appliance)( name| type)?$
repository      \b(repo|repository)( name)?$
branch          \bbranch( name)?$|^(ref|base|head)$
project         \b(project|workspace)( name)?$
event           \b(event|concert|conference)( name| title)?$
task            \b(task|todo|chore|reminder)( name| title| description)?s?$
directory       \b(dir|directory|folder)( name| path)?$|^(path|cwd)$
file_name       \bpath$|\b(file|document|attachment)( ?name| path)?s?( \d)?$|\bfile ?name\b|\bfile path\b
extension       \b(extension|file type|suffix)$
expression      \b(expression|equation|formula)$
cabin           \b(cabin|travel class|seat class)( class)?$
seat            \bseat( preference| type)?$
blockchain      \b(chain|blockchain|network)( name| slug)?$
payment_method  \bpayment (method|type|option)$
priority        \b(priority|urgency|severity)$
difficulty      \bdifficulty( level)?$
status          \b(status|state)$
temperature_unit \btemperature units?$
unit_system     \bunits? system$|^units$
unit            \bunits?( of measurement| from| to| in| out)?$|^(from|to|input|output|source|target) unit$
shape           \bshape$
interval        \b(interval|time ?frame|resolution|granularity|candle|timeframe)( \w+)?$
period          \b(period|frequency|recurrence|cadence)$
hours_or_day    \b(opening|closing) hours$
full_name       \b(full ?name|character|person|people|crew|cast|staff|creator|reviewer|poster|contributor|committer|commenter|guest star|leader|coach|contact|customer|client|passenger|guest|patient|employee|recipient|sender|owner|attendee|participant|member|assignee|candidate|celebrity|student|teacher|doctor|instructor|agent|holder|payee|beneficiary|user|friend|host|organi[sz]er|speaker|manager|parent|child)s?( full)?( name)?s?$
question        \bquestions?$
review          \b(review|feedback)( text| body)?s?$
reason          \breason$
subject         \b(school subject|course|class)( name)?$
title           \b(title|subject|subject line|headline|heading|caption|summary)$
message         \b(message|msg|body|tweet|post|status text|sms text|reply|comment|comment text|statement|announcement)( text| body| content)?$
note            \b(note|notes|remarks?|instructions?|special requests?|memo|details|description|desc|about|bio|biography|overview)$
type            \b(type|kind)$
sentence        \b(translation|transcript|text|content|paragraph|sentence|phrase|string|input|passage|str|s|s1|s2|input string|input text|string \d|text \d)$
tag             \b(tag|label|keyword tag)s?( name)?$
word            \b(words?|term|anagram|entry|letters)$
topic           \b(query|q|search|keyword|keywords|topic|search (query|term|text|string|keyword)|term|topics|theme|prompt|question text|filter text|keyphrase)( text| string)?s?$
category        \b(categor(y|ies)|type of product|section)( name| slug)?$
format          \b(format|output type|output format)$
platform        \b(platform|os|operating system)$
level           \b(level|experience level|skill level)$
size            \bsizes?$
user_agent      \buser agent$
"""

_ROWS = tuple((line.split(None, 1)[0], re.compile(line.split(None, 1)[1])) for line in _TABLE.strip().splitlines())
_IDENTIFIER = re.compile(r"\b(id|ids|identifier|key|number|no|num|code|ref|reference|slug|sku|asin|cnpj|nconst|tconst|upc|ean|barcode|cik)( \d)?$")
_DESCRIBED = re.compile(r"^(?:(?:the|a|an|optional|required|your|unique|specific|desired|target|input|full|valid|new|current|initial)\s+)*", re.I)
_OF = re.compile(r"^(?:(?:unique|exact|full)\s+)?(name|title|list|symbol|code|type|value|identifier|id) (?:of|for) (?:(?:the|a|an|each|your|this|target|desired|specific)\s+)*([\w' -]{2,40})", re.I)
_BARE = re.compile(r"(?:(?:original|display|localized|short|long|official|native|english|common) )*(?:names?|titles?|value|label)")
_IDS = re.compile(r"^(?:the |a |an )?(?:unique )?(?:[a-z]+ )?(?:uuid|id|identifier)s? (?:of|for) ", re.I)
_NAMED_ALONE = frozenset(("name", "names", "value", "text", "title", "type", "input", "data", "to", "from", "code", "key", "term", "val", "s", "q", "query", "search", "string", "word", "state", "status", "model", "position", "sign", "part", "number", "place", "class"))


@lru_cache(maxsize=65536)
def meaning(name: str, description: str, subject: str = "") -> str:
    """The meaning of a text field, a key of the makers in `texts`; "identifier" for opaque ids, empty where nothing tells."""
    spoken = " ".join(words(name))
    if _IDS.match(description) and not spoken.endswith(("name", "url", "email")):
        return "uuid" if "uuid" in description.lower() else "identifier"
    found = _named(spoken)
    if found and spoken not in _NAMED_ALONE and not (subject and _BARE.fullmatch(spoken)):
        return found
    told = _described(description)
    if told:
        return told
    if _BARE.fullmatch(spoken) and subject:
        about = _named(f"{subject} {spoken}") or _named(subject)
        if about and about not in ("image_url", "url", "blob", "email", "identifier", "sort_key"):
            return about
    if spoken in ("name", "names"):
        return "full_name" if re.search(r"\b(person|customer|user|patient|employee|individual|people)\b", description, re.I) else "title"
    return found or ("identifier" if _IDENTIFIER.search(spoken) else "")


@lru_cache(maxsize=65536)
def _named(spoken: str) -> str:
    for name, pattern in _ROWS:
        if pattern.search(spoken):
            return name
    return ""


def _described(description: str) -> str:
    """Reads "The name of the city", "Airport code for departure", "City to search in"."""
    text = _DESCRIBED.sub("", description.strip())
    of = _OF.match(text)
    if of is not None:
        noun = re.split(r"\b(?:to|for|in|from|whose|that|which|where|being|with|you|of|and|or|is)\b", of[2])[0].strip()
        kind = of[1].lower()
        if kind in ("identifier", "id"):
            return "identifier"
        phrase = " ".join(words(noun))
        return _named(f"{phrase} {kind}") or _named(phrase)
    head = re.split(r"\b(?:to|for|in|from|whose|that|which|where|of|used|you|on|at|with|by)\b|[.,(;:]", text)[0].strip()
    phrase = " ".join(words(head))
    if not phrase or len(phrase.split()) > 4:
        return ""
    return "identifier" if _IDENTIFIER.search(phrase) and not _named(phrase) else _named(phrase)


def identifying(name: str) -> bool:
    """Whether a field's name says that it identifies something."""
    return bool(_IDENTIFIER.search(" ".join(words(name)))) or meaning(name, "") in ("uuid", "username", "email")


_THEMES = (
    ("city", r"weather|forecast|places?|locations?|geocod\w*|city|cities|hotels?|airports?|real estate|maps?|travel|neighbou?rhood|tourist"),
    ("movie", r"movies?|films?"), ("show", r"tv|episodes?|anime"), ("song", r"songs?|lyrics?|tracks?"), ("artist", r"artists?|music|albums?|concerts?"),
    ("book", r"books?|novels?|library"), ("dish", r"recipes?|meals?|dish(es)?|cook\w*"), ("ingredient", r"foods?|nutrition\w*|calories"),
    ("restaurant", r"restaurants?"), ("known_company", r"stocks?|compan(y|ies)|ticker|financial|earnings|brand"), ("crypto_name", r"crypto\w*|coins?|nft\w*"),
    ("game", r"games?|steam"), ("job", r"jobs?|careers?|vacanc\w*|hiring"), ("product", r"products?|shop\w*|items?|amazon|store|ecommerce|deals?|retail\w*"),
    ("player", r"players?|athletes?"), ("team", r"teams?|football|soccer|nba|league"), ("file_name", r"files?"), ("repository", r"repositor(y|ies)|github"),
    ("full_name", r"users?|people|person|profiles?|contacts?|employees?"), ("medicine", r"drugs?|medic\w*"), ("word", r"words?|dictionary|definitions?|synonyms?|rhym\w*"),
    ("sentence", r"translat\w*|sentiment|grammar|text"), ("topic", r"news|articles?|videos?|search|web|questions?|wikipedia|quotes?|courses?|podcasts?|images?|photos?"),
)  # fmt: skip
_THEMED = tuple((name, re.compile(rf"\b({pattern})\b")) for name, pattern in _THEMES)


@lru_cache(maxsize=8192)
def theme(tool_name: str, description: str) -> str:
    """The meaning of what one searches for with this tool; empty where its name and description do not tell."""
    for text in (" ".join(words(tool_name)), description.lower()):
        found = min(
            ((match.start(), name) for name, pattern in _THEMED if (match := pattern.search(text)) is not None), default=None
        )
        if found is not None:
            return found[1]
    return ""
