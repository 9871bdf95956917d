# ruff: noqa: E501 (a table reads best with one rule a line)
"""How parameters are said: which words stand around a value, by what the parameter is called and holds.

A template is `place:text`: `o` (an object, can stand behind or for the entity noun), `a` (adverbial), `s` (a sentence of its own), `x` (a
context sentence, for values whose call stays unsaid), `r` the ways to give a reason. `{}` is the value, `{n}` the parameter's noun, `{t}`
the thing that the tool is about. `place|pattern => text` is for values that match.
"""

import re
from functools import lru_cache

RULES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    # kinds, name, templates
    ("date", r"\b(?:birth|dob|birthday|birthdate|born)\b", ("a:born on {}", "a:born {}", "x:The birthday is {}.", "x:The birth date is {}.")),
    ("date", r"\b(?:check ?in|arrival|arrive)\b", ("a:checking in on {}", "a:arriving on {}", "x:We arrive on {}.", "x:We're checking in on {}.")),
    ("date", r"\b(?:check ?out)\b", ("a:checking out on {}", "a:until {}", "x:We're checking out on {}.")),
    ("date", r"\b(?:return|inbound)\b", ("a:returning on {}", "a:coming back on {}", "x:The way back is on {}.")),
    ("date", r"\b(?:pick ?up|rental start)\b", ("a:picking it up on {}", "a:on {}", "a:starting on {}", "x:I'd pick it up on {}.", "x:The pickup is on {}.")),
    ("date", r"\b(?:drop ?off|rental end)\b", ("a:dropping it off on {}", "a:until {}", "x:I'd drop it off on {}.", "x:The drop-off is on {}.")),
    ("date", r"\b(?:depart|departure|outbound|departing)\b", ("a:leaving on {}", "a:departing on {}", "x:We leave on {}.")),
    ("date", r"\bweek\b", ("a:in the week of {}", "a:for the week of {}", "x:I mean the week of {}.", "x:It's about the week of {}.")),
    ("date", r"\b(?:due|deadline)\b", ("a:due on {}", "a:due by {}", "x:It is due on {}.")),
    ("date", r"\b(?:start|begin|beginning|since|after|first|earliest)\b|\bfrom$|\bdate from\b|\bfrom date\b",
     ("a:from {}", "a:starting on {}", "a:starting {}", "a:since {}", "x:I mean the {ts} from {} on.", "x:I mean the {ts} since {}.", "x:It starts on {}.", "x:It's from {} on.")),
    ("date", r"^until$", ("a:until {}", "x:It's until {}.")),
    ("date", r"\b(?:end|ending|until|before|last|latest|to|till|stop)\b",
     ("a:until {}", "a:ending on {}", "x:I mean the {ts} until {}.", "x:It ends on {}.", "x:The last day is {}.")),
    ("date", r"^(?:date|day|on|when)$", ("a:on {}", "a:for {}", "x:It's for {}.", "x:The date is {}.")),
    ("date", r".", ("a:on {}", "a:with {n} {}", "s:The {n} is {}.", "x:The {n} is {}.")),
    ("datetime", r"\b(?:starts?|begins?|since|from|after|departure)\b",
     ("a:starting at {}", "a:from {}", "a:beginning at {}", "x:It starts at {}.")),
    ("datetime", r"\b(?:ends?|until|to|before|stops?|arrival)\b", ("a:ending at {}", "a:until {}", "x:It ends at {}.")),
    ("datetime", r"^(?:timestamp|datetime|date time|time|when)$", ("a:at {}", "a:for {}", "x:It's at {}.")),
    ("datetime", r"\b(?:at|on)$", ("a:at {}", "a:for {}", "x:It's for {}.")),
    ("time", r"\b(?:starts?|begins?|open|opening|since|from)\b", ("a:starting at {}", "a:from {}", "x:It starts at {}.")),
    ("time", r"\b(?:ends?|until|close|closing|to)\b", ("a:ending at {}", "a:until {}", "x:It ends at {}.")),
    ("time", r"\b(?:departure|pickup|wake|arrival|meeting|alarm|reservation)\b|^time$",
     ("a:at {}", "x:The {n} is {}.")),
    ("year", r"^year$", ("a:for {}", "a:for the year {}", "a:in {}", "x:It's about {}.")),
    ("year", r"\b(?:release|publication|publishing|published|model)\b", ("a:from {}", "a:from the year {}", "x:The {t} is from {}.", "x:It's from {}.")),
    ("year", r"\b(?:start|from|min|since|after)\b", ("a:since {}", "a:from {} on", "x:It starts in {}.")),
    ("year", r"\b(?:end|to|max|until)\b", ("a:until {}", "a:up to {}", "x:It ends in {}.")),
    ("any text name option id number", r"^season$", ("a:in the {} season", "a:for the {} season", "x:I'm talking about the {} season.")),
    ("any id number count", r"^(?:page|page number|page num|pagenumber)$", ("a:on page {}", "a:from page {}", "o:page {}", "x:I was on page {}.")),
    ("any id number count", r"^(?:offset|skip|start)$", ("a:skipping the first {}", "a:leaving out the first {}", "x:I have seen the first {}.")),
    ("id any", r"\bcursor\b|\b(?:next|page|resume) (?:token|key)\b", ("a:continuing from {}", "a:picking up at {}", "x:I had stopped at {}.")),
    ("number count any", r"^times (?:per|a) day$", (r"a|^(?!1$) => {} times a day", "a|^1$ => {} time a day", r"x|^(?!1$) => It's {} times a day.", "x|^1$ => It's {} time a day.")),
    ("number count any", r"^times (?:per|a) week$", (r"a|^(?!1$) => {} times a week", "a|^1$ => {} time a week", r"x|^(?!1$) => It's {} times a week.", "x|^1$ => It's {} time a week.")),
    ("number count any", r"^(?:minutes|hours|days|weeks) before$", ("a:{} {n}", "x:It's {} {n}.")),
    ("count", r"\bper page\b|\bpage size\b|^size$|\bpagesize\b", ("a:with {} per page", "a:at {} per page", "x:I like pages of {}.")),
    ("count any number", r"^(?:limit|count|max results|num results|max count|results limit|top|top k|top n|k|max items|rows|take|n results)$|\blimit$",
     ("a:at most {c}", "a:limited to {c}", "a:up to {c}", "a:no more than {c}", "x:No more than {c}, please.")),
    ("count", r"\b(?:guests|adults|people|passengers|children|participants|travelers|travellers|persons|party|seats|servings|infants)\b",
     ("a:for {c}", "x:We are {c}.", "x:There will be {c}.")),
    ("count", r"\b(?:nights|days|weeks|hours|minutes|months|years)\b", ("a:for {c}", "x:It's {c} long.", "x:I'm thinking of {c}.")),
    ("coordinate", r".", ("a:at {n} {}", "a:with {n} {}", "s:The {n} is {}.", "x:The {n} is {}.")),
    ("email", r"\b(?:to|recipient|recipients|receiver|cc|bcc|attendees|invitees)\b", ("a:to {}", "a:for {}", "x:The address to use is {}.")),
    ("email", r"\b(?:from|sender)\b", ("a:from {}", "x:The sender is {}.")),
    ("email", r"\b(?:attendee|invitee|assignee|reviewer|approver|colleague|manager|friend)s?\b", ("a:with the {n} {}", "x:The {n} is {}.")),
    ("email", r".", ("a:with the email {}", "a:with the email address {}", "o:{}", "x:My email is {}.", "x:My email address is {}.")),
    ("url", r"\b(?:webhook|callback|redirect)\b", ("a:with {n} {}", "x:The {n} is {}.")),
    ("url", r".", ("a:at {}", "a:under {}", "o:{}", "x:The link is {}.", "x:The address is {}.")),
    ("id any text name", r"\buser ?name\b|\bhandle\b|\blogin\b",
     ("a:with the username {}", "o:user {}", "s:The username is {}.", "x:My username is {}.")),
    ("id any text", r"\bpassword\b|\bpin\b", ("a:with the {n} {}", "s:The {n} is {}.", "x:My {n} is {}.")),
    ("code any name text option", r"\b(?:from|source|base|original|input|src) (?:\w+ )?(?:currency|currencies|unit|units|language|lang|code|symbol|coin)\b|^base$",
     ("a:from {}", "x:It's from {}.", "x:I have {}.")),
    ("code any name text option", r"\b(?:to|target|destination|quote|output|convert|dest) (?:\w+ )?(?:currency|currencies|unit|units|language|lang|code|symbol|coin)\b",
     ("a:to {}", "a:into {}", "x:It's to {}.", "x:It goes into {}.")),
    ("code", r"^quote$", ("a:to {}", "a:into {}", "x:It's to {}.")),
    ("text name any", r"^head$", ("a:from {}", "a:from the branch {}", "x:The changes are on {}.")),
    ("text name any", r"^base$", ("a:into {}", "a:against {}", "x:It goes into {}.")),
    ("code any name text option", r"\b(?:currency|currencies)\b", ("a:in {}", "a:in the currency {}", "x:My currency is {}.", "x:I pay in {}.")),
    ("code any name text option", r"\b(?:language|lang|locale|hl)\b", ("a:in {}", "a:in the language {}", "x:My language is {}.", "x:I read {}.")),
    ("code name any text", r"\b(?:origin|departure|start|from|source|pickup|starting)(?: (?:airport|city|location|place|station|point|address|code|iata|country|zip|zipcode|port))*$|^(?:iata )?airport from$",
     ("a:from {}", "a:leaving from {}", "a:starting from {}", "x:I'm leaving from {}.", "x:I'm starting from {}.")),
    ("code name any text", r"\b(?:destination|arrival|end|to|target|dropoff|dest)(?: (?:airport|city|location|place|station|point|address|code|iata|country|zip|zipcode|port))*$|^(?:iata )?airport to$",
     ("a:to {}", "a:going to {}", "a:heading to {}", "x:I'm headed to {}.", "x:I'm going to {}.")),
    ("code name any text id", r"\b(?:symbol|symbols|ticker|tickers|stock|coin|asset|crypto)\b",
     ("a:for {}", "o:{}", "a:with the ticker {}", "a:with the symbol {}", "x:I hold some {}.", "x:I keep an eye on {}.")),
    ("id any name text", r"\b(?:zip|zipcode|postcode|postal code|zip code)\b",
     ("a:in {n} {}", "a:with {n} {}", "x:My {n} is {}.", "s:The {n} is {}.")),
    ("id any name text", r"\bphone\b", ("a:with the phone number {}", "a:at {}", "x:My phone number is {}.")),
    ("name any text", r"\bfirst name\b|\bgiven name\b", ("a:with the first name {}", "s:The first name is {}.", "x:My first name is {}.", "x:The first name is {}.")),
    ("name any text", r"\b(?:last|family) name\b|\bsurname\b", ("a:with the last name {}", "s:The last name is {}.", "x:My last name is {}.", "x:The last name is {}.")),
    ("name any text", r"\b(?:author|artist|singer|writer|composer|painter|band|director)\b", ("a:by {}", "a:from {}", "x:I'm a fan of {}.", "x:I like {}.")),
    ("name any text id", r"\bassignees?\b", ("a:assigned to {}", "x:It's for {}.")),
    ("name any text option", r"^(?:issue )?labels?$", ("a:labeled {}", "a:with the label {}", "x:The label is {}.")),
    ("name any text option", r"^tags?$", ("a:tagged {}", "a:with the tag {}", "x:The tag is {}.")),
    ("name any text code id", r"^(?:from|source|base|parent) branch$", ("a:from {}", "a:based on {}", "x:It's based on {}.")),
    ("name any text code id", r"\bbranch(?: name)?$", ("o:branch {}", "a:on branch {}", "x:The branch is {}.")),
    ("name any text", r"\b(?:recipient|receiver|attendee|contact)\b", ("a:to {}", "a:for {}", "x:The person is {}.")),
    ("name any text option", r"\b(?:brand|manufacturer|maker|company|publisher|airline|carrier)\b(?! (?:size|type|code))",
     ("a:from {}", "a:by {}", "a:from the {n} {}", "x:I'm thinking of {}.", "x:The {n} is {}.")),
    ("name any text code option", r"\b(?:city|town|location|place|region|country|area|neighborhood|county|geo|destination|venue|province|continent|market)\b"
     r"(?: (?:name|code))?$|^state$", ("a:in {}", "a:for {}", "a:around {}", "x:I'm in {}.", "x:It's in {}.", "x:I'm thinking of {}.")),
    ("name any text id", r"^(?:repo|repository|project|workspace)(?: name)?$", ("a:in the {} {t}", "a:in the {t} {}", "x:It's about the {} {t}.", "x:The {t} is {}.")),
    ("name any text id", r"^owner$", ("a:owned by {}", "x:The owner is {}.")),
    ("name any text", r"\b(?:full|driver|holder|account holder|customer|passenger|guest|patient|employee|contact|user|member|client|student|person|cardholder)s?(?:'s)? name$",
     ("a:for {}", "a:under the name {}", "a:with the name {}", "x:My name is {}.", "x:The name is {}.")),
    ("name any text", r"^(?:driver|guest|passenger|patient|customer)$", ("a:for {}", "a:with {} as the {n}", "x:The {n} is {}.")),
    ("name any text", r"^(?:street|road|avenue)(?: name)?$", ("a:near {}", "a:on {}", "x:The {n} is {}.", "x:I'm near {}.")),
    ("name any text", r"\baddress\b", ("a:at {}", "a:with the {n} {}", "x:The {n} is {}.", "x:I live at {}.")),
    ("text any name id option", r"^(?:q|query|search|search term|search query|keyword|keywords|term|search text|search string|s|searchterm|phrase)$",
     ("a:about {}", "a:matching {}", "o:{}", "a:with the words {}", "x:It's about {}.", "x:It has to do with {}.")),
    ("text any name option", r"\b(?:topic|theme|about)\b", ("a:about {}", "a:on {}", "x:I'm interested in {}.")),
    ("text any name", r"\bword\b", ("o:the word {}", "a:for the word {}", "a:for {}", "x:The word is {}.")),
    ("text any name", r"\b(?:title|name|filename|file name|label|heading)$|^(?:song|movie|book|album|recipe|playlist)(?: (?:name|title))?$",
     ("a:called {}", "a:named {}", "o:{}", "x:The {t} is {}.", "x:It's the {t} {}.", "x:The {t} is called {}.")),
    ("text any name", r"^(?:file|document|source file|input file)$", ("o:the file {}", "a:in the file {}", "x:The file is {}.")),
    ("text any name", r"\b(?:path|folder|dir|directory|dir name|folder name)$", ("a:in {}", "a:under {}", "a:in the folder {}", "x:The folder is {}.")),
    ("text any name", r"^(?:notes?|memo|remarks?)$", ("a:with the {n} {}", "a:adding the {n} {}", "s:Add the {n} {}.", "x:The {n} is {}.")),
    ("text any name", r"^(?:message|msg|body|content|comment|caption|reply|post|tweet|status text)$",
     ("a:saying {}", "a:that says {}", "a:with the text {}", "x:The text is {}.")),
    ("text any name", r"^(?:text|input|paragraph|sentence|prompt|question|expression|equation|code|string|thought)$",
     ("o:{}", "o:the {n} {}", "a:for {}", "s:The {n} is {}.", "x:The {n} is {}.")),
    ("text any name", r"^subject$", ("a:with the subject {}", "a:about {}", "x:The subject is {}.")),
    ("text any name", r"^(?:description|summary|details|instructions)$",
     ("a:with the {n} {}", "a:described as {}", "s:The {n} is {}.", "x:To sum up: {}.", "x:The {n} is {}.")),
    ("option text any name", r"\breason\b", ("r:", "a:for the reason {}", "s:The reason is {}.", "x:The reason is {}.")),
    ("option text any name", r"\b(?:category|genre|section|department|tag)\b", ("a:in the {} {n}", "a:in the {n} {}", "x:It's in the {} {n}.", "x:The {t} is in the {} {n}.")),
    ("option text any name", r"\b(?:cuisine)\b", ("a:with {} cuisine", "a:serving {} cuisine", "x:I'm in the mood for {} cuisine.")),
    ("option text any name", r"\bseat\b(?! class)", ("a|^(?!any)[aeiouAEIOU] => with an {} seat", "a|^[^aeiouAEIOU] => with a {} seat", "x|^(?!any)[aeiouAEIOU] => I'd like an {} seat.", "x|^[^aeiouAEIOU] => I'd like a {} seat.", "a:with {} seat", "x:I'd take {} seat.")),
    ("option text any name", r"\b(?:coverage|insurance|plan|tier|edition|delivery|shipping|membership|warranty)$", (r"a|^\w+$ => with {} {n}", "a:with the {n} {}", r"x|^\w+$ => I'd like {} {n}.", "x:The {n} is {}.")),
    ("option text any name id", r"\b(?:wish|wishes|special requests?|requests?|preferences?|requirements?)$", ("a:with the {n} {}", "s:Also note: {}.", "x:Please note: {}.")),
    ("option text any name", r"\bmode$", ("a:in {} mode", "a:with the {n} set to {}", "x:The {n} is {}.")),
    ("option text any name", r"\b(?:format|cabin|class|style|output format|file type|filetype|color|colour|theme)$",
     ("a:in {}", "a:in {} {n}", "a:with {} as the {n}", "x:The {n} should be {}.", "x:The {n} is {}.")),
    ("option text any name", r"^(?:units?|unit system|measurement system|system)$", ("a:in {} units", "a:with {} units", "x:I'm used to {} units.")),
    ("option text any name", r"\b(?:sort|order by|orderby|sort by|sortby|sort field|ordering)$", ("a:sorted by {}", "a:ordered by {}", "x:I like things sorted by {}.")),
    ("option text any name", r"^(?:order|sort order|sort direction|direction)$", ("a:in {} order", "a:in the order {}", "x:I like things in {} order.")),
    ("option text any name", r"\b(?:status|state)$", ("a:with the {n} {}", "a:with {n} {}", "x|^[a-z ]+$ => The {t} is {}.", "x:The {t}'s {n} is {}.", "s:The {n} should be {}.")),
    ("option text any name", r"\b(?:priority|severity|difficulty|level|intensity|quality|resolution)\b", ("a:with {} {n}", "a:at {} {n}", "x:The {n} is {}.")),
    ("option text any name", r"^(?:account|room|ticket|membership|card|policy|loan|bed|license|subscription|mortgage|visa|unit) (?:type|kind)$",
     (r"a|^[a-z ]+$ => of type {}", "a:with {} as the {n}", r"x|^[aeio][a-z ]*$ => It's an {} {h}.", r"x|^[b-df-hj-np-tv-z][a-z ]*$ => It's a {} {h}.", "x:The {n} is {}.")),
    ("option text any name", r"\b(?:type|kind|variant)$", ("a:of type {}", "a:of the type {}", "a:with {} as the {n}", "x:The {n} is {}.")),
    ("option", r"^(?:days|weekdays|days of(?: the)? week|day of(?: the)? week|week ?day)$", ("a:on {}", "x:It's for {}.")),
    ("option text any name", r"\b(?:specialty|speciality|specialization)$", ("a:in {}", "a:with the {n} {}", "x:I need someone in {}.", "x:The {n} is {}.")),
    ("option text any name", r"\b(?:room|zone|floor)$", ("a:in the {}", "x:I'm in the {}.")),
    ("option text any name", r"\b(?:period|interval|time range|timeframe|time period|range|frequency|granularity|timespan)\b",
     ("a:with the {n} {}", "a:with {} as the {n}", "x:The {n} is {}.")),
    ("id", r"^payment(?: method)?(?: id)?$", ("a:paying with {}", "a:with payment method {}", "x:I pay with {}.", "x:My payment method is {}.")),
    ("id", r"^(?:from|source|sender|debit) ", ("a:from {e} {}", "x:It's from {e} {}.")),
    ("id", r"^(?:to|destination|target|recipient|credit) ", ("a:to {e} {}", "x:It goes to {e} {}.")),
    ("id", r"^new ", ("a:with the new {e} {}", "a:changing to {}", "x:The new {e} is {}.")),
    ("id", r"\b(?:user|account|customer|member|client|patient|employee|profile|travell?er|guest|subscriber)(?: (?:id|number|code))?$",
     ("o:{e} {}", "a:for {e} {}", "a:with {e} ID {}", "a:with {n} {}", "x:My {e} ID is {}.", "x:My {n} is {}.")),
    ("id", r"^(?:ip|ip address|domain|host|hostname|hash)$", ("o:{}", "a:for {}", "a:for the {n} {}", "x:The {n} is {}.")),
    ("id", r".", ("o:{e} {}", "a:for {e} {}", "a:with {n} {}", "x:It's {e} {}.", "x:The {n} is {}.")),
    ("money", r"\b(?:max|maximum|budget|upper|highest)\b|\bto$", ("a:under {}", "a:for at most {}", "a:with a {n} of {}", "x:My limit is {}.", "x:The {n} is {}.")),
    ("money", r"\b(?:min|minimum|lowest|lower)\b|\bfrom$", ("a:from {} up", "a:for at least {}", "a:with a {n} of {}", "x:The {n} is {}.")),
    ("money", r"^(?:amount|payment|value|transfer amount|price|cost)$", ("o:{}", "a:for {}", "a:of {}", "a:with a {n} of {}", "x:The {n} is {}.")),
    ("percent", r".", ("a:at a {n} of {}", "a:with a {n} of {}", "s:The {n} is {}.", "x:The {n} is {}.")),
    ("number count any", r"\b(?:radius|distance within|max distance)\b", ("U:within {u}", "a:with a {n} of {u}", "x:The {n} should be {u}.")),
    ("number count any", r"\b(?:duration|length of stay|term|timeout)\b", ("a:for {u}", "a:with a {n} of {u}", "x:The {n} is {u}.")),
    ("number count", r"\bamount$", ("C:for {c}", "U:with {u}", "a:with a {n} of {u}", "x:It's {u}.")),
    ("number count", r"\bquantity\b|^(?:qty|amount)$", ("a:in a {n} of {}", "a:with a {n} of {}", "x:The {n} is {}.")),
    ("count", r".", ("C:with {c}", "a:with a {n} of {u}", "s:The {n} is {u}.", "x:The {n} is {u}.")),
    ("number money year", r".", ("a:with a {n} of {u}", "s:The {n} is {u}.", "a:with the {n} set to {u}", "x:The {n} is {u}.")),
)  # fmt: skip

NAMED = ("a:called {}", "a:matching {}", "o:{}", "x:The {t} is {}.", "x:It's the {t} {}.", "x:I mean the {t} {}.")
"""For a search by the name of what is looked for."""
OF_ANOTHER = ("a:with the {h} {}", "a:for the {h} {}", "o:the {h} {}", "x:The {h} is {}.")
"""For the name of something else than the tool is about."""
FALLBACK = ("a:with the {n} {}", "a:with {} as the {n}", "s:The {n} is {}.", "x:The {n} is {}.")
OF_UNITS = ("a:for {u}", "o:{u}", "x:It's {u}.")
"""For a number whose parameter is called after its unit: 1,300 miles."""
REASONS = (
    "a|^(?:a|an|the)  => because of {}",
    "x|^(?:a|an|the)  => It's because of {}.",
    r"a|^(?!no\b|no longer)\w+ed by\b|^\w+ed$|^(?:lost|stolen|broken|late|duplicate|too \w+)\b => because it was {}",
    "a|^(?:no longer|not)  => because it's {}",
    r"a|^(?:changed|found|bought|made|forgot|lost|decided|need|have|want|got) (?:\w+ )*\w+$ => because I {}",
    r"a|^(?:plans|i|we|my|the \w+|it|they|there) \w+ => because {}",
    r"a|^(?:wrong|bad|poor|better|high|higher|lower|late|low) \w+ => because of the {}",
    r"x|^(?!no\b|no longer)\w+ed by\b|^\w+ed$|^(?:lost|stolen|broken|late|duplicate|too \w+)\b => It was {}.",
    "x|^(?:no longer|not)  => It's {}.",
    r"x|^(?:changed|found|bought|made|forgot|lost|decided|need|have|want|got) (?:\w+ )*\w+$ => The reason is that I {}.",
    r"x|^(?:plans|i|we|my|the \w+|it|they|there) \w+ => The reason is that {}.",
)
LISTED = ("a:with the {n} {}", "a:for the {n} {}", "o:the {n} {}", "s:The {n} are {}.", "x:The {n} are {}.")

_COMPILED = tuple((frozenset(kinds.split()), re.compile(name), templates) for kinds, name, templates in RULES)


@lru_cache(maxsize=8192)
def templates(kind: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The templates for a parameter of this kind and name, the plainest first."""
    spoken = " ".join(words)
    for kinds, name, found in _COMPILED:
        if kind in kinds and name.search(spoken):
            return found
    return FALLBACK
