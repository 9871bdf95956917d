"""What things usually have: a small table of everyday nouns, and the types of everyday attributes."""

from functools import lru_cache
from typing import Any

from tool_graphs.words import listed, words

_ATTRIBUTES = """
account: account_number account_type balance currency
actor: name birthdate
actress: name birthdate
address: street city state country zip
agency: name phone website
airplane: model manufacturer seat_count
airport: name city country iata_code
album: title artist release_date
anime: title genre episode_count rating
apartment: address price bedrooms
application: name developer rating price
archive: title created_at item_count
article: title author published_at url
artist: name genre country
asset: name symbol price
athlete: name team country
attraction: name address city rating
auction: title current_bid end_time status
author: name nationality
backlink: url anchor_text domain_authority
balance: balance currency
bank: name address phone
bar: name address rating
beach: name address rating
bid: amount currency bidder
bill: amount due_date status
block: block_number hash transaction_count
book: title author genre isbn published_year
booking: date total_price status
brand: name country
breed: name origin_country temperament
brewery: name address city
bus: line departure_time arrival_time
business: name address phone rating
cafe: name address rating
calendar: name timezone
campaign: name status budget
car: make model year price
card: card_type last_four_digits expiry_date
cast: actor character
cat: name breed age
category: name
celebrity: full_name birthdate
champion: name role difficulty
channel: name subscriber_count url
chapter: chapter_number title
character: name species
chart: position title artist
chat: title last_message
city: name country population latitude longitude
client: name email phone
clinic: name address phone
club: name country stadium
cocktail: name ingredient_count
coin: name symbol price market_cap
collection: name item_count
comment: author text created_at
company: name symbol industry country website
competition: name country season
concert: title artist venue date city
contact: name phone email
conversation: topic status message_count
coordinate: latitude longitude
country: name country_code capital currency population
coupon: code discount_percent expiry_date
course: title instructor duration price
crypto: name symbol price
currency: currency_code exchange_rate
customer: first_name last_name email phone
database: record_id title updated_at
deal: title price discount_percent
device: name device_type status
direction: instruction distance_km duration_minutes
director: name birthdate
directory: path file_count
dividend: amount currency payment_date
doctor: name specialty phone
document: title author created_at
dog: name breed age
domain: domain registrar expiry_date
dress: name brand price
driver: name team points
drug: name manufacturer dosage
earning: period revenue earnings_per_share
earthquake: location magnitude occurred_at
email: subject sender received_at
employee: first_name last_name email department position
episode: title season_number episode_number air_date
event: title date venue city
exchange: name currency country
exercise: name muscle_group duration_minutes calories
expense: amount category date
feed: title url updated_at
fight: fighter opponent result
file: path filename size_bytes modified_at
filing: form_type filed_date url
fixture: home_team away_team date venue
flight: flight_number airline origin destination departure_time arrival_time price
follower: username full_name
food: name calories protein_grams
forecast: date temperature condition humidity
friend: username full_name
fund: name symbol price
gallery: name address city
game: title genre platform release_date
garage: name address phone
genre: name
gif: title image_url
giveaway: title platform end_date
google: title url snippet
group: name member_count
gym: name address phone
hashtag: name post_count
headline: title source published_at
highlight: title url duration_seconds
historical: date open high low close volume
holiday: name date country
hospital: name address phone
hotel: name address city rating price_per_night
house: address price bedrooms
image: title image_url width height
indicator: value signal
ingredient: name calories
inning: team runs wickets
invoice: amount currency due_date status
ip: country city latitude longitude timezone
item: name price quantity
job: title company location salary
joke: joke_text category
journey: origin destination departure_time arrival_time
language: name language_code
laptop: name brand price
lawyer: name specialty phone
leaderboard: rank player points
league: name country season
library: name address phone
lineup: player team position
listing: title price city status
location: name city country latitude longitude
lottery: draw_date winning_number jackpot
lyric: title artist lyrics_text
mall: name address phone
manager: name team nationality
manga: title author chapter_count
market: name status volume
match: home_team away_team date score venue
meal: name category calories
measurement: measured_at value unit
mechanic: name address phone
medication: name dosage
meeting: title start_time location
member: name email
meme: title image_url
message: sender text sent_at
metric: name value
model: name make year
movie: title release_year genre rating director
museum: name address city
music: title artist genre
news: title source published_at url
newspaper: name url
note: title created_at
odd: bookmaker home_odds away_odds
offer: seller price currency
option: strike_price expiry_date premium
order: status total_price created_at
organization: name city website
package: carrier tracking_number status
page: title url
park: name address rating
parking: name address free_spaces price_per_hour
passenger: first_name last_name
patient: first_name last_name birthdate phone
payment: amount currency status
payment_method: payment_type last_four_digits
person: first_name last_name birthdate
pharmacy: name address phone
phone: model brand price
phonedetail: model brand price
photo: title image_url
place: name address city latitude longitude rating
plan: name price status
plant: name species
platform: name url
player: name team position nationality
playlist: name track_count
podcast: title host
poem: title author
pokemon: name pokemon_type level
politician: name party region
portfolio: name total_value currency
post: title author published_at like_count
prediction: home_team away_team winner confidence
prescription: medication dosage refill_count
price: price currency
product: name brand category price currency rating
profile: username full_name bio follower_count
progress: percent_complete updated_at
property: address price bedrooms bathrooms
publication: title author published_at
puzzle: title difficulty
question: question_text answer
quote: quote_text author
race: name date location winner
ranking: rank name points
rate: rate currency
rating: rating rating_count
recipe: title cuisine cooking_time_minutes servings
recommendation: title rating
region: name country
reminder: title due_date
reply: author text created_at
repository: name owner description_text star_count
requirement: document_name status
reservation: date status total_price
restaurant: name cuisine address city rating price_level
review: author rating review_text
role: name description_text
room: name capacity price
route: distance_km duration_minutes
satellite: name launch_date altitude_km
schedule: date start_time end_time
school: name address city
scorecard: team runs wickets
search: title url snippet
season: name start_date end_date
security: name symbol exchange
series: title genre seasons rating
service: name price duration_minutes
sheet: total_assets total_liabilities total_equity
shipment: carrier tracking_number status estimated_delivery
shoe: name brand price
shop: name address rating
show: title genre seasons rating
showtime: start_time theater price
song: title artist album duration_seconds
spelling: word suggestion
split: date ratio
stadium: name city capacity
standing: rank team points wins losses
state: name country_code population
statement: period revenue net_income
station: name latitude longitude
statistic: games_played average total
sticker: title image_url
stock: symbol company_name price currency change_percent
store: name address city phone
street: name city
student: first_name last_name grade
subscription: plan status renewal_date
symbol: symbol company_name exchange currency
table: rank team points
task: title due_date status
team: name city league
temperature: temperature unit
term: term definition
theater: name address city
ticket: subject status priority
time: local_time timezone utc_offset
timezone: timezone utc_offset
tour: name start_date
tournament: name start_date end_date country
track: title artist album duration_seconds
traffic: congestion average_speed delay_minutes
trail: name distance_km difficulty
train: train_number origin destination departure_time arrival_time
transaction: amount currency date status
transfer: player from_team to_team fee
trend: name volume
tweet: author text created_at like_count
university: name country website
update: version released_at
user: username full_name email
variant: name price
vehicle: make model year mileage
venue: name address city capacity
verse: reference text
vessel: name flag_country latitude longitude
video: title channel duration_seconds view_count url
watch: brand model price
weather: temperature condition humidity wind_speed
website: url title
wikipedia: title summary url
word: definition part_of_speech
workout: name duration_minutes calories
zip: city state country latitude longitude
"""

_NUMBERS = listed(
    "price amount cost balance latitude longitude rating temperature humidity speed percent odds value mileage rate salary score "
    "km cap offset calories calory grams gram total change distance weight height average sum probability tax interest bmi fee tip elevation "
    "yield ratio altitude volume magnitude revenue income equity assets liabilities premium jackpot authority open high low close "
    "area depth bid asset liability earning eps"
)
_INTEGERS = listed(
    "count year quantity population capacity bedroom bathroom width minute second byte serving digit season level rank age point win "
    "loss run wicket space played"
)
_TIMES = ("_at",)
_CHOICES = {
    "status": ("pending", "confirmed", "completed"),
    "priority": ("low", "medium", "high"),
    "condition": ("sunny", "cloudy", "rainy", "windy"),
    "sentiment": ("positive", "neutral", "negative"),
    "difficulty": ("easy", "medium", "hard"),
    "signal": ("buy", "hold", "sell"),
    "congestion": ("light", "moderate", "heavy"),
}


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    lines = (line.split(":") for line in _ATTRIBUTES.strip().splitlines())
    return {noun: tuple(names.split()) for noun, names in lines}


def attributes(thing: tuple[str, ...]) -> tuple[str, ...]:
    """Names of what such a thing usually has; none for unknown nouns."""
    table = _table()
    for known in ("_".join(thing), thing[-1] if thing else "", thing[0] if thing else ""):
        if known in table:
            return table[known]
    return ()


def known(noun: str) -> bool:
    """Whether the table has the noun."""
    return noun in _table()


def schema_of(name: str) -> dict[str, Any]:
    """A schema for an attribute of that name: its type, and a format for dates and the like."""
    parts = words(name)
    head = parts[-1] if parts else ""
    if name.endswith(_TIMES) or parts[-2:] in (("departure", "time"), ("arrival", "time"), ("start", "time"), ("end", "time")):
        return {"type": "string", "format": "date-time"}
    if head in ("date", "birthdate", "delivery") or parts[-2:] == ("expiry", "date"):
        return {"type": "string", "format": "date"}
    if head in _CHOICES:
        return {"type": "string", "enum": list(_CHOICES[head])}
    if head in ("email",):
        return {"type": "string", "format": "email"}
    if head in ("url", "website"):
        return {"type": "string", "format": "uri"}
    if "last" in parts and "digit" in parts:
        return {"type": "string", "pattern": "^[0-9]{4}$"}
    if head in _INTEGERS or (head == "number" and len(parts) == 1):
        return {"type": "integer", "minimum": 1}
    if (head in _NUMBERS or "per" in parts) and "level" not in parts:
        return {"type": "number"} | _bounds(head)
    return {"type": "string"}


def _bounds(head: str) -> dict[str, Any]:
    if head in ("latitude", "longitude"):
        limit = 90 if head == "latitude" else 180
        return {"minimum": -limit, "maximum": limit}
    if head == "rating":
        return {"minimum": 1, "maximum": 5}
    if head in ("percent", "humidity"):
        return {"minimum": 0, "maximum": 100}
    return (
        {"minimum": -20, "maximum": 45}
        if head == "temperature"
        else {}
        if head in ("offset", "change", "score")
        else {"minimum": 0}
    )
