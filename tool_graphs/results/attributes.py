"""What things usually have: a small table of everyday nouns, and the types of everyday attributes."""

from functools import lru_cache
from typing import Any

from tool_graphs.words import listed, words

_ATTRIBUTES = """
account: account_number account_type balance currency
address: street city state country zip
airport: name city country iata_code
album: title artist release_date
apartment: address price bedrooms
article: title author published_at url
artist: name genre country
athlete: name team country
author: name nationality
bill: amount due_date status
book: title author genre isbn published_year
booking: date total_price status
business: name address phone rating
calendar: name timezone
car: make model year price
card: card_type last_four_digits expiry_date
category: name
channel: name subscriber_count url
chat: title last_message
city: name country population latitude longitude
club: name country stadium
coin: name symbol price market_cap
comment: author text created_at
company: name symbol industry country website
competition: name country season
concert: title artist venue date city
contact: name phone email
country: name country_code capital currency population
coupon: code discount_percent expiry_date
course: title instructor duration price
crypto: name symbol price
currency: currency_code exchange_rate
customer: first_name last_name email phone
deal: title price discount_percent
device: name device_type status
directory: path file_count
director: name birthdate
doctor: name specialty phone
document: title author created_at
domain: domain registrar expiry_date
drug: name manufacturer dosage
email: subject sender received_at
employee: first_name last_name email department position
event: title date venue city
exchange: name currency country
exercise: name muscle_group duration_minutes calories
expense: amount category date
file: path filename size_bytes modified_at
fixture: home_team away_team date venue
flight: flight_number airline origin destination departure_time arrival_time price
food: name calories protein_grams
forecast: date temperature condition humidity
game: title genre platform release_date
genre: name
hashtag: name post_count
holiday: name date country
hospital: name address phone
hotel: name address city rating price_per_night
image: title image_url width height
ingredient: name calories
invoice: amount currency due_date status
ip: country city latitude longitude timezone
item: name price quantity
job: title company location salary
joke: joke_text category
language: name language_code
league: name country season
location: name city country latitude longitude
lyric: title artist lyrics_text
match: home_team away_team date score venue
meal: name category calories
medication: name dosage
meeting: title start_time location
member: name email
message: sender text sent_at
movie: title release_year genre rating director
museum: name address city
news: title source published_at url
note: title created_at
odd: bookmaker home_odds away_odds
offer: seller price currency
order: status total_price created_at
package: carrier tracking_number status
page: title url
passenger: first_name last_name
patient: first_name last_name birthdate phone
payment: amount currency status
payment_method: payment_type last_four_digits
person: first_name last_name birthdate
photo: title image_url
place: name address city latitude longitude rating
player: name team position nationality
playlist: name track_count
podcast: title host
poem: title author
portfolio: name total_value currency
post: title author published_at like_count
prescription: medication dosage refill_count
price: price currency
product: name brand category price currency rating
profile: username full_name bio follower_count
property: address price bedrooms bathrooms
quote: quote_text author
rate: rate currency
recipe: title cuisine cooking_time_minutes servings
region: name country
reminder: title due_date
repository: name owner description_text star_count
reservation: date status total_price
restaurant: name cuisine address city rating price_level
review: author rating review_text
room: name capacity price
route: distance_km duration_minutes
school: name address city
season: name start_date end_date
series: title genre seasons rating
service: name price duration_minutes
shipment: carrier tracking_number status estimated_delivery
show: title genre seasons rating
song: title artist album duration_seconds
stadium: name city capacity
station: name latitude longitude
stock: symbol company_name price currency change_percent
store: name address city phone
student: first_name last_name grade
symbol: symbol company_name exchange currency
subscription: plan status renewal_date
task: title due_date status
team: name city league
temperature: temperature unit
theater: name address city
ticket: subject status priority
time: local_time timezone utc_offset
timezone: timezone utc_offset
tour: name start_date
tournament: name start_date end_date country
track: title artist album duration_seconds
train: train_number origin destination departure_time arrival_time
transaction: amount currency date status
tweet: author text created_at like_count
university: name country website
user: username full_name email
vehicle: make model year mileage
venue: name address city capacity
video: title channel duration_seconds view_count url
weather: temperature condition humidity wind_speed
website: url title
word: definition part_of_speech
zip: city state country latitude longitude
"""

_NUMBERS = listed(
    "price amount cost balance latitude longitude rating temperature humidity speed percent odds value mileage rate salary score "
    "km cap offset calories grams total change distance weight height average sum probability tax interest bmi fee tip"
)
_INTEGERS = listed(
    "count year quantity population capacity bedroom bathroom width minute second byte serving digit position season level rank"
)
_TIMES = ("_at",)
_CHOICES = {
    "status": ("pending", "confirmed", "completed"),
    "priority": ("low", "medium", "high"),
    "condition": ("sunny", "cloudy", "rainy", "windy"),
    "sentiment": ("positive", "neutral", "negative"),
}


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[str, ...]]:
    lines = (line.split(":") for line in _ATTRIBUTES.strip().splitlines())
    return {noun: tuple(names.split()) for noun, names in lines}


def attributes(thing: tuple[str, ...]) -> tuple[str, ...]:
    """Names of what such a thing usually has; a few that fit anything for unknown nouns."""
    table = _table()
    for known in ("_".join(thing), thing[-1] if thing else "", thing[0] if thing else ""):
        if known in table:
            return table[known]
    return ("name", "description")


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
