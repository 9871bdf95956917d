"""Things that users name, by meaning; people, streets and the like are drawn once from mimesis."""

from functools import lru_cache

_WRITTEN = {
    "company": "Acme Supply|Northwind Traders|Brightwater Labs|Globex|Harbor Analytics|Bluebird Foods|Summit Logistics|Ironwood"
    " Design|Lumen Health|Copper Creek Coffee|Evergreen Energy|Silverline Media|Quantum Freight|Juniper Books|Redwood Robotics",
    "known_company": "Apple|Microsoft|Tesla|Amazon|Nvidia|Netflix|Intel|Toyota|Sony|Siemens|Adobe|Spotify|Airbus|Nestle|Nike",
    "ticker": "AAPL|MSFT|GOOGL|AMZN|TSLA|NVDA|META|NFLX|INTC|AMD|ORCL|IBM|DIS|NKE|SBUX|KO|PEP|WMT|COST|BA|GE|JPM|PYPL|ADBE|CRM",
    "crypto": "BTC|ETH|SOL|ADA|XRP|DOGE|LTC|DOT|AVAX|LINK|XMR|ATOM",
    "crypto_name": "bitcoin|ethereum|solana|cardano|dogecoin|litecoin|polkadot|chainlink|monero|avalanche",
    "currency": "USD|EUR|GBP|JPY|CAD|AUD|CHF|SEK|NOK|INR|MXN|NZD|SGD|BRL|ZAR|PLN|DKK|KRW",
    "language": "English|Spanish|French|German|Italian|Portuguese|Japanese|Korean|Dutch|Swedish|Polish|Turkish|Hindi|Arabic",
    "language_code": "en|es|fr|de|it|pt|ja|ko|nl|sv|pl|tr|hi|ar",
    "locale": "en-US|en-GB|es-ES|fr-FR|de-DE|it-IT|pt-BR|ja-JP|ko-KR|nl-NL|sv-SE",
    "continent": "Europe|Asia|Africa|North America|South America|Oceania",
    "weekday": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
    "month_name": "January|February|March|April|May|June|July|August|September|October|November|December",
    "movie": "Inception|Parasite|The Matrix|Casablanca|Spirited Away|Interstellar|The Godfather|Arrival|Blade Runner|Amelie|Jaws"
    "|Gladiator|Toy Story|Alien|Whiplash|Roman Holiday|The Truman Show|Pulp Fiction|Paddington|Dune",
    "show": "Breaking Bad|The Crown|Stranger Things|Severance|Fargo|The Office|Sherlock|Chernobyl|Ted Lasso|Dark|Succession|The Bear",
    "song": "Bohemian Rhapsody|Imagine|Hotel California|Rolling in the Deep|Yesterday|Superstition|Billie Jean|Clocks|Africa"
    "|Take On Me|Dancing Queen|Purple Rain|Hallelujah|Dreams|Wonderwall",
    "album": "Abbey Road|Rumours|Kind of Blue|Thriller|OK Computer|Random Access Memories|Blue Train|Graceland|Nevermind|Discovery",
    "artist": "Adele|Radiohead|Daft Punk|Miles Davis|Taylor Swift|Coldplay|Stevie Wonder|Fleetwood Mac|Nina Simone|Arctic Monkeys"
    "|Bjork|The Beatles|Billie Eilish|David Bowie",
    "book": "Pride and Prejudice|Moby Dick|The Hobbit|Beloved|Middlemarch|The Great Gatsby|Dracula|Frankenstein|Jane Eyre|Emma"
    "|Brave New World|Invisible Cities|The Trial|Don Quixote",
    "author": "Jane Austen|Toni Morrison|Haruki Murakami|Agatha Christie|George Orwell|Virginia Woolf|Isabel Allende|Stephen King"
    "|Ursula Le Guin|Chinua Achebe",
    "actor": "Tom Hanks|Meryl Streep|Denzel Washington|Cate Blanchett|Song Kang-ho|Viola Davis|Javier Bardem|Emma Thompson",
    "director": "Christopher Nolan|Greta Gerwig|Bong Joon-ho|Sofia Coppola|Akira Kurosawa|Ridley Scott|Jane Campion",
    "genre": "drama|comedy|thriller|science fiction|fantasy|romance|horror|documentary|animation|mystery",
    "music_genre": "jazz|rock|pop|classical|hip hop|electronic|folk|blues|country|reggae|soul",
    "game": "Minecraft|Zelda|Tetris|Portal|Stardew Valley|Civilization|Hades|Celeste|The Witcher|Rocket League",
    "sport": "soccer|basketball|tennis|baseball|hockey|rugby|cricket|volleyball|golf",
    "team": "Boston Celtics|Real Madrid|Arsenal|Chicago Bulls|Bayern Munich|Golden State Warriors|Ajax|Juventus|Seattle Storm"
    "|Green Bay Packers|Liverpool|Denver Nuggets",
    "league": "Premier League|NBA|La Liga|NFL|Serie A|Bundesliga|NHL|MLB|Champions League",
    "player": "LeBron James|Serena Williams|Lionel Messi|Stephen Curry|Megan Rapinoe|Rafael Nadal|Simone Biles|Sam Kerr",
    "cuisine": "Italian|Thai|Mexican|Indian|Japanese|Greek|Lebanese|Vietnamese|Korean|Ethiopian|French",
    "dish": "mushroom risotto|chicken curry|lentil soup|pad thai|beef tacos|apple pie|shakshuka|ramen|banana bread|paella|lasagna",
    "ingredient": "chicken|rice|spinach|garlic|tomatoes|chickpeas|salmon|potatoes|mushrooms|lemon|tofu|carrots|eggs|ginger",
    "diet": "vegetarian|vegan|gluten free|low carb|keto|pescatarian",
    "drink": "mojito|espresso|green tea|lemonade|iced coffee|negroni|hot chocolate",
    "animal": "dog|cat|horse|rabbit|penguin|elephant|owl|dolphin|fox|parrot",
    "breed": "labrador|beagle|border collie|siamese|poodle|maine coon|dachshund|greyhound",
    "product": "wireless headphones|running shoes|office chair|water bottle|mechanical keyboard|desk lamp|backpack|coffee grinder"
    "|yoga mat|rain jacket|bluetooth speaker|cast iron pan|electric kettle|hiking boots",
    "brand": "Nike|Sony|Bosch|Samsung|Patagonia|Lego|Philips|Adidas|Canon|Logitech",
    "car_make": "Toyota|Honda|Ford|BMW|Subaru|Volvo|Hyundai|Mazda|Audi|Kia",
    "car_model": "Corolla|Civic|Focus|Outback|Tucson|Golf|Model 3|Mustang|CX-5|Leaf",
    "fuel": "gasoline|diesel|electric|hybrid",
    "department": "Marketing|Finance|Engineering|Sales|Human Resources|Operations|Legal|Support",
    "job": "software engineer|nurse|accountant|graphic designer|data analyst|electrician|teacher|product manager|chef|architect",
    "skill": "Python|project management|public speaking|data analysis|SQL|photography|Spanish|woodworking",
    "programming_language": "Python|JavaScript|Go|Rust|Java|TypeScript|Ruby|Kotlin",
    "university": "Stanford University|University of Toronto|Oxford University|ETH Zurich|Kyoto University|University of Michigan",
    "subject": "biology|world history|algebra|chemistry|economics|philosophy|geography|physics",
    "topic": "renewable energy|space exploration|electric cars|climate change|remote work|urban gardening|machine learning|coral"
    " reefs|ancient Rome|mental health|public transport|solar panels|marathon training|coffee brewing|quantum computing",
    "word": "serendipity|lantern|resilient|harbor|whisper|orchard|velocity|gentle|marble|horizon|candid|thrive",
    "sentence": "The train to the coast leaves at noon|Our garden looks lovely after the rain|She forgot her umbrella at the office"
    "|We finished the report ahead of time|The new museum opens next spring|My brother plays the cello every evening",
    "review": "Great service and friendly staff|The battery lasts all day|Too noisy for my taste|Lovely room with a sea view"
    "|Arrived late but works well|Excellent value for the price",
    "message": "Running ten minutes late|The meeting moved to Thursday|Please call me back this evening|Happy birthday from all of us"
    "|The package arrived safely|Dinner is at seven tonight|Thanks for your quick help|I will bring the documents tomorrow",
    "note": "leave it at the front desk|window seat if possible|ask for the blue one|allergic to peanuts|call before delivery"
    "|second floor on the left|needs to be ready early|bring the signed copy",
    "title": "Quarterly review|Team offsite|Kitchen renovation|Summer road trip|Budget planning|Product launch|Weekly check-in"
    "|Book club evening|Garden project|Onboarding session|Spring cleaning|Charity run",
    "task": "water the plants|buy groceries|send the invoice|book a dentist appointment|renew the passport|call the plumber"
    "|prepare the slides|pick up the dry cleaning",
    "event": "Spring Gala|Jazz Night|Startup Meetup|Food Festival|Charity Auction|Science Fair|Winter Concert|Film Premiere",
    "project": "Aurora|Bluefin|Nightingale|Catalyst|Redwood|Skylark|Horizon|Pathfinder",
    "repository": "weather-station|recipe-box|photo-gallery|invoice-parser|trail-map|chess-engine|habit-tracker",
    "branch": "main|develop|feature-login|release-candidate|hotfix-payments",
    "playlist": "Morning Run|Rainy Sunday|Deep Focus|Road Trip Classics|Dinner Jazz",
    "tag": "travel|urgent|family|recipes|finance|fitness|photography|work|garden|reading",
    "category": "electronics|books|furniture|sports|toys|garden|clothing|kitchen|music|travel",
    "color": "blue|red|green|black|white|orange|purple|teal|yellow|grey",
    "hex_color": "#1E90FF|#FF6347|#2E8B57|#FFD700|#8A2BE2|#20B2AA|#DC143C|#4682B4",
    "gender": "female|male",
    "zodiac": "aries|taurus|gemini|cancer|leo|virgo|libra|scorpio|sagittarius|capricorn|aquarius|pisces",
    "mood": "happy|relaxed|energetic|melancholic|romantic",
    "status": "active|pending|completed|open",
    "priority": "high|medium|low",
    "difficulty": "easy|medium|hard",
    "sort_order": "asc|desc",
    "sort_key": "price|date|rating|name|popularity",
    "level": "beginner|intermediate|advanced",
    "size": "small|medium|large",
    "unit": "kilometers|miles|meters|feet|kilograms|pounds|liters|gallons",
    "length_unit": "kilometers|miles|meters|feet|inches|centimeters|yards",
    "temperature_unit": "Celsius|Fahrenheit|Kelvin",
    "weight_unit": "kilograms|pounds|grams|ounces",
    "unit_system": "metric|imperial",
    "interval": "1d|1h|15m|1w|5m|30m",
    "period": "daily|weekly|monthly|yearly",
    "expression": "12 * 7 + 5|(48 - 6) / 3|250 * 1.2|19 + 23 * 2|144 / 12 - 4|3 * (15 + 8)",
    "room": "living room|bedroom|kitchen|bathroom|office|hallway|garage",
    "device": "thermostat|desk lamp|ceiling fan|smart speaker|air purifier|front door lock",
    "hotel": "Grand Meridian|Harbor View Hotel|The Maple Inn|Hotel Aurora|Park Lane Suites|Seaside Lodge",
    "restaurant": "Blue Plate|Casa Verde|The Copper Pot|Sakura Garden|Olive Branch|Little Saigon",
    "airline": "Delta|Lufthansa|Emirates|Qantas|KLM|United|Air France",
    "shape": "circle|rectangle|triangle|square",
    "question": "What is the tallest mountain in Europe|How do bees make honey|Why is the sky blue|Who invented the telephone",
    "reason": "changed my mind|found a better price|plans have changed|wrong size|no longer needed",
    "symptom": "headache|sore throat|fever|dizziness|dry cough|back pain",
    "medicine": "ibuprofen|amoxicillin|metformin|aspirin|cetirizine",
    "disease": "asthma|influenza|migraine|diabetes|eczema",
    "specialty": "cardiology|dermatology|pediatrics|neurology|orthopedics",
    "exercise": "push-ups|squats|running|cycling|swimming|plank",
    "plant": "basil|lavender|monstera|rosemary|tomato|sunflower",
    "interest": "hiking|photography|cooking|chess|gardening|painting|sailing",
    "landmark": "Eiffel Tower|Central Park|Golden Gate Bridge|Colosseum|Sydney Opera House|Tower Bridge",
    "planet": "Mars|Venus|Jupiter|Saturn|Neptune",
    "chemical": "oxygen|carbon|sodium chloride|iron|helium|caffeine",
    "platform": "android|ios|windows|web",
    "file_name": "report.pdf|notes.txt|budget.csv|summary.docx|photo.jpg|draft.md|invoice.pdf|log.txt|slides.pptx|data.csv",
    "directory": "documents|projects|archive|photos|downloads|workspace|backup",
    "extension": "pdf|txt|csv|jpg|docx|png",
    "format": "json|csv|pdf|xml",
    "domain": "example.com|openmaps.org|dailybrew.net|greenhouse.io|riverbank.co|stargazer.org|maplestreet.shop|trailmix.app",
    "user_agent": "Firefox|Chrome|Safari",
    "seat": "window|aisle|middle",
    "cabin": "economy|business|first",
    "payment_method": "credit card|gift card|bank transfer|debit card",
    "stock_exchange": "NASDAQ|NYSE|LSE|TSX",
    "hashtag": "travel|foodie|sunset|fitness|streetart|homemade",
    "blockchain": "ethereum|polygon|solana|arbitrum|base",
    "weather": "sunny|partly cloudy|light rain|overcast|clear skies|scattered showers",
    "type": "standard|premium|basic|express",
    "answer": "Most experts agree on this point|It depends on the season|This has been confirmed by several sources"
    "|The first records date back two centuries",
    "joke": "I told my plants a joke and now they are rooting for me|The calendar was nervous because its days were numbered",
    "quote": "Small steps still move you forward|Patience turns effort into skill|Curiosity opens more doors than keys",
    "fruit": "mango|apple|peach|banana|kiwi",
    "bank": "First National Bank|Harbor Credit Union|Lakeside Savings|Metro Bank",
}

POOLS: dict[str, tuple[str, ...]] = {name: tuple(entries.split("|")) for name, entries in _WRITTEN.items()}


@lru_cache(maxsize=1)
def people() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """First names, last names and street names, the same in every process."""
    from mimesis import Address, Person
    from mimesis.locales import Locale

    person, address = Person(Locale.EN, seed=20), Address(Locale.EN, seed=20)
    first = dict.fromkeys(person.first_name() for _ in range(300))
    last = dict.fromkeys(person.last_name() for _ in range(400))
    streets = dict.fromkeys(f"{address.street_name()} {address.street_suffix()}" for _ in range(120))
    plain = [[name for name in names if name.replace(" ", "").isalpha() and len(name) < 24] for names in (first, last, streets)]
    return tuple(plain[0][:200]), tuple(plain[1][:300]), tuple(plain[2])
