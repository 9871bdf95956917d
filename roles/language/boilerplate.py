"""What tool descriptions say around the wish itself: lead-ins, services, formats, purposes; all of it goes."""

import re
from typing import Final

from roles.language.nouns import singular, with_article

_AGENT = r"(?:(?:the )?(?:user|customer|client|agent|developer|caller)s?|you|us|people|one)"
_THING = r"(?:tool|function|api|endpoint|method|service|operation|command|utility|action|call|query|script|feature|route)"
_SELF = r"(?:users?|customers?|clients?|members?|subscribers?|travell?ers?|callers?|cardholders?|account holders?)"
_PARTS = r"(?:name|title|text|description|content|body)s?"
_KNOWN_BY = r"(?:(?:\w+ )?(?:names?|ids?|e-?mails?(?: address(?:es)?)?|(?:phone )?numbers?|zip codes?|usernames?))"
_ASKED = r"(?:given|specified|specific|particular|certain|provided|selected|desired|chosen|supplied|requested)"
_SERVICE = r"(?:apis?|api key|api keys|rapidapi|rapid api|toolbench|endpoints?|web ?service|services?|function|tool|key)"


def _mine(verb: str) -> str:
    return {"has": "have", "is": "am", "owns": "own", "uses": "use", "wants": "want", "follows": "follow", "likes": "like"}.get(
        verb, verb
    )


def _as_me(match: re.Match[str]) -> str:
    return "that I " + _mine(match.group(1).lower())


def _by_which(match: re.Match[str]) -> str:
    return f"{match.group(1)} which I " + _mine(match.group(2).lower())


def _one_of(match: re.Match[str]) -> str:
    """`from an account` for `from one of the accounts`."""
    *before, last = match.group(1).split()
    return with_article(" ".join([*before, singular(last)]))


LEADS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^.*?\btool description:\s*",
        r"^(?:use|call|invoke) (?:this|the)(?: \w+)? (?:to|when you (?:need|want) to|for)\s+",
        rf"^(?:this|the|an?)?\s*(?:\w+ )?{_THING}\s+(?:is |can be |may be )?(?:an? {_THING} )?(?:used |designed |able |"
        rf"meant )?(?:to|for|that|which)\s+",
        rf"^(?:this|the)\s+(?:\w+ )?{_THING}\s+(?:is|will|can|does|helps?(?: {_AGENT})?)\s+(?:an? {_THING} for\s+)?",
        rf"^(?:this|the)\s+(?:\w+ )?{_THING},?\s+",
        rf"^(?:it\s+)?(?:allows?|lets?|enables?|helps?|permits?)\s+{_AGENT}\s+(?:to\s+)?(?:be able to\s+)?",
        r"^(?:it\s+)?(?:is\s+)?(?:used|provides? (?:a way|the ability|functionality))\s+(?:to|for)\s+",
        r"^(?:for|to|will|can)\s+",
        r"^(?:asks?|requests?|attempts?|tries|try|wants?|offers?|is able) to\s+(?=[a-z])",
        r"^(?:performs?|executes?|does|makes?|runs?) (?:an? )?(?:\w+ )?(?P<noun>search|lookup|calculation|"
        r"conversion)\s+(?:for|of|on)\s+",
    )
)
CUTS: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), put, tuple(*said))
    for pattern, put, *said in (
        (r"\[([^\]]*)\]\([^)]*\)", r"\1"),
        (r"\s*\([^()]*\)", ""),
        (r"[`*_]{1,3}([^`*_]+)[`*_]{1,3}", r"\1", ("`", "*", "_")),
        (r"https?://\S+", "", ("http",)),
        (r"(?<=\w)\s*[:–—]\s.*$", "", (":",)),
        (r"(?<=\w) - .*$", "", (" - ",)),
        (r"(?<=\w{3});\s.*$", "", (";",)),
        (
            r",? (?:(?:only |and |but )*(?:requires?|needs|works? only|only works?|available only|only available|possible only|"
            r"only possible|must be called|only (?:when|if|while|once|after))\b) .*$",
            "",
            ("require", "needs", "works", "only", "must be called"),
        ),
        (
            r"(?<!s)\s+(?:for|as|by|on behalf of) (?:the|an?) (?:currently )?(?:authenticated|logged[- ]in|signed[- ]in|current) "
            r"(?:user|account|customer|member)$",
            "",
            ("authenticated", "logged", "signed", "current"),
        ),
        (
            r"\s+(?:that|which) (?:contains?|includes?|mentions?|match(?:es)?) (?:an?|the|certain|some) "
            r"(?:(?:given|specified|certain) )?(?:keyword|word|text|phrase|term|search term|query|string)s?$",
            "",
            ("that ", "which "),
        ),
        (
            r",?\s+(?:most recent|newest|latest|oldest|cheapest|nearest|best|earliest|soonest|highest|lowest)"
            r"(?: ones)? first\b.*$",
            "",
            (" first",),
        ),
        (r"\b(?:a|an|the) detailed listing of\b", "a list of", ("detailed listing of",)),
        (
            r"\b(of|in|from|between) (?:an?|the) (?:list|set|array|series|collection|sequence) of (?=[a-z]+s\b)",
            r"\1 ",
            ("list of", "set of", "array of", "series of", "collection of", "sequence of"),
        ),
        (r"\byour\b", "my", ("your",)),
        (
            r"\b(?:(?:an?|the|some|any) )?(?:(?:given|certain|specified) )?(?:amount|sum) of (money|funds|cash)\b",
            r"\1",
            ("amount of", "sum of"),
        ),
        (
            r"^((?:see|show|list|get|find|check|tell|look up|return|determine)s?(?: out)?) (?:in |at )?which "
            r"((?:\w+ )?\w+s) (?=(?:have|are|can|offer|still|currently|do|were|will)\b)",
            r"\1 the \2 that ",
            ("which ",),
        ),
        (
            r"^(tell|say|show|see|get|find|check|return|report)s?(?: out)? (?:in|on|at) which ((?:\w+ )?\w+s) (?:an?|the) "
            r"([\w -]+?) (?:lies?|is|are|stands?|sits?|can be found)(?: (?:stored|kept|located|found))?$",
            r"\1 the \2 of a \3",
            (" which ",),
        ),
        (
            r"\s+(?:at|for|of|by|near|around|from) (?:(?:the|an?|pair of|set of|geographic(?:al)?|gps|given) )*coordinates$",
            "",
            ("coordinates",),
        ),
        (r"\s+from (?:the |an? )?((?:\w+ )?names?)$", r" by \1", ("name",)),
        (
            r"\b(?:at|in|on) which (?:all|each|every)(?: of)? (?:(?:the|these|given|specified|listed|requested) )*"
            r"(?:people|persons|participants|attendees|users|members|invitees|contacts|person|one) (?:are|is) (\w+)$",
            r"when everybody is \1",
            (" which ",),
        ),
        (
            r"\s+(?:that|which) (?:the|an?) \w+ (?:is|are|was|were|has|have) (?:(?:currently|already|been) )*\w+ "
            r"(?:in|to|on|for|with|at|of|by)$",
            "",
            ("that ", "which "),
        ),
        (
            rf"\s+by (?:(?:an?|the|their) )?{_KNOWN_BY}(?:(?:,|,? (?:and/)?or) (?:(?:an?|the|their) )?{_KNOWN_BY})+$",
            "",
            ("or ", ","),
        ),
        (
            rf"\b(in|with|by|for|on|to) which (?:the|an?|this|your) {_SELF} (has|have|can|is|was|owns|uses|wants)\b",
            _by_which,
            (" which ",),
        ),
        (
            rf"\b(?:that|which) (?:the|an?|this|your) {_SELF} ((?:has|have|can|is|was|owns|uses|wants|follows|likes)\b)",
            _as_me,
            ("that ", "which "),
        ),
        (
            rf"\b(?:the |all |all the |an? )?((?:\w+ )?\w+s) (?:currently )?(?:held|owned|made|placed|created|saved|used|"
            rf"posted|written|uploaded|liked|followed|booked|bought|purchased) by "
            rf"(?:the|an?|this|your|me|my) ?(?:(?:current|authenticated|signed[- ]in|logged[- ]in) )?{_SELF}\b",
            r"my \1",
            (" by ",),
        ),
        (
            rf"\b(?:the |all |all the |an? )?((?:\w+ )?\w+s) (?:of|for|belonging to) (?:the|an?|this|your|my) "
            rf"(?:current|authenticated|signed[- ]in|logged[- ]in) {_SELF}\b",
            r"my \1",
            ("current", "authenticated", "signed", "logged"),
        ),
        (r"\bhow (?:much|many) (\w+) (an?|the) (\w+) (?:has|have) (\w+ed)\b", r"the \1 \4 by \2 \3", ("how much", "how many")),
        (r"\bhow far (an?|the) (\w+) (?:has|have) (?:got(?:ten)?|come|progressed)\b", r"the progress of \1 \2", ("how far",)),
        (r"\bat which (?:an?|the|my) (?=\w)", "when my ", ("at which",)),
        (r"\s+for (?:\w+ing)(?: (?:or|and) \w+ing)*$", "", ("for ",)),
        (rf"\s+in (?:its|their) {_PARTS}(?: (?:or|and) {_PARTS})?\b", "", ("in its", "in their")),
        (r"\s+by (?:its|their) (?:own )?(?:names?|titles?)$", "", ("by its", "by their")),
        (
            r",?\s+(?:for|during|over|within|in|between|across) (?:the (?:nights|days|dates|duration|period|length) of )?"
            r"(?:an?|the|any)?\s*(?:(?:given|specified|certain|specific|custom|particular|selected)\s+)?"
            r"(?:(?:date|time) (?:range|period|interval|window|frame|span)|period(?! of \w)|"
            r"timeframe|timespan|period of time|stay)\b(?! of)",
            "",
            ("date", "time", "period", "stay"),
        ),
        (
            r",?\s+(?:and|then|to) (?:returns?|get|gets|provides?|displays?) (?:the |its |their |a )?(?:result|metadata|"
            r"data|response|output|list|information)\b.*$",
            "",
            ("return", "get", "provide", "display"),
        ),
        (
            r",?\s+(?:based on|according to|depending on|given(?= (?:an?|the|its|their|some|that|by|as|[A-Z])\b)|"
            r"filtered by|filtered on|sorted by|ordered by|matching|meeting (?:the|certain|specified|specific|given)|"
            r"in accordance with|"
            r"taking into account|considering|as well as optional|along with optional) .*$",
            "",
            (
                "based on",
                "according to",
                "depending on",
                "given",
                "filtered",
                "sorted by",
                "ordered by",
                "matching",
                "meeting",
                "in accordance",
                "taking into",
                "considering",
                "as well as",
                "along with",
            ),
        ),
        (
            r",?\s+(?:by )?(?:using|via|through|from|with|by|on|in|to|against) (?:(?:the|a|an|your|given|provided|"
            r"specified) )*(?:(?!using|via|from|with|is|are|by|for)[\w.'&-]+ ){0,6}?(?:[\w.]*(?:APIs?|RapidAPI|rapidapi|"
            r"Toolbench|ToolBench|toolbench)\b\s*)+"
            r"(?:\s*\b(?:keys?|endpoints?|services?|api|v\d+|GIS|engine|"
            r"(?:-\s+)?(?:(?!for\b|with\b|by\b)[\w-]+\s+){1,4}(?:Simulator|Conversion|service|Research|Documentation|endpoint)))*",
            " ",
            ("api", "toolbench"),
        ),
        (
            rf",?\s+(?:by )?(?:using|via|through|from|with|by) (?:the |a |an |your )?(?:[\w-]+ ){{0,3}}{_SERVICE}\b(?=[,.]|"
            rf"$| using| with)",
            "",
            ("api", "tool", "endpoint", "service", "function", "key"),
        ),
        (
            r",?\s+(?:by|using|via) (?:making|querying|calling|sending|providing|specifying|using|entering|passing|"
            r"performing) .*$",
            "",
            ("making", "querying", "calling", "sending", "providing", "specifying", "using", "entering", "passing", "performing"),
        ),
        (
            r",?\s+(?:with|and|or|using|supporting) (?:an? )?(?:optional|various|different|additional|multiple|"
            r"several|filtering|filters?|sorting|pagination)\b.*$",
            "",
            ("optional", "various", "different", "additional", "multiple", "several", "filter", "sorting", "pagination"),
        ),
        (
            r",?\s+(?:optionally|if available|if possible|if any|if provided|when available|such as|like|e\.g\.|i\.e\.|"
            r"for example|for instance|including|(?<!\bin )(?<!\bwith )(?<!\bby )(?<!\bfor )(?<!\bon )(?<!\bto )which|"
            r"where|so that|"
            r"in order to|includes|in (?:\w+ )?(?:format|json)|as json|in a specified format).*$",
            "",
            (
                "optional",
                "if a",
                "if p",
                "when available",
                "such as",
                "like",
                "e.g.",
                "i.e.",
                "for example",
                "includ",
                "which",
                "where",
                "so that",
                "in order to",
                "format",
                "json",
                "for instance",
            ),
        ),
        (
            r",?\s+(?:for|from|on|of|in) (?:a |the )?(?:given|specified|specific|particular|certain) (?:page|page number|"
            r"criteria|parameters?|filters?|options?|language|format|"
            r"endpoint|input|time interval|api endpoint)(?: (?:number|and limit|and language))?\b.*$",
            "",
            ("given", "specified", "specific", "particular", "certain"),
        ),
        (
            r"\s+(?:that|which) (?:have been|has been|are|is) (?:added to|associated with|belonging to|attached to)\s+",
            " of ",
            ("that ", "which "),
        ),
        (r"\s+that belongs? to\s+", " of ", ("that belong",)),
        (
            r",\s+(?:the|this|these|it|they|and provides?|and returns?|and displays?|providing|returning|allowing|"
            r"along with|helps?|helping|similar to|as well as|in addition|plus|either|but|not|ideal|\w+ing)\b.*$",
            "",
            (",",),
        ),
        (
            r"\s+and (?:provides?|returns?|displays?|includes?)\b.*$",
            "",
            ("and provide", "and return", "and display", "and include"),
        ),
        (
            rf"\b(?:the|an?|my|each|this|their)? ?(?:(?:current|authenticated|signed[- ]in|logged[- ]in) )?{_SELF}['’]s\b",
            "my",
            ("'s",),
        ),
        (r"\bone or (?:more|multiple|several)\b", "some", ("one or ",)),
        (r"\s+associated(?=$|\s+(?:for|from|in|on)\b)", "", ("associated",)),
        (r"\s+based$", "", ("based",)),
        (r"\s+(?:be careful|please note|note that)\b.*$", "", ("be careful", "please note", "note that")),
        (
            r"\s+(?:by|with|for|using|from|given|based on) (?:its|their|his|her|the|an?)?\s*(?:(?:unique|corresponding|"
            r"given|specified|provided|own|associated)\s+)*(?:\w+\s+)?(?:ids?|identifiers?|slug|uuid)$",
            "",
            ("id", "slug", "uuid"),
        ),
        (r"\s+from (?:one|zero|0|1) to (?:five|ten|5|10|100)(?: stars| points)?\b", "", ("from ",)),
        (
            r"\s+(?:on|in|from) (?:the|our|your|this) (?:system|file ?system|database|backend|server|platform|log)\b",
            "",
            ("system", "database", "backend", "server", "platform", "log"),
        ),
        (r"(?<=\w)\.\s+\w{1,3}$", "", (".",)),
        (r"\s+(?=[,.])", "", (",", ".")),
        (r"\b(?:detailed|comprehensive) (information|info|data|details)\b", r"\1", ("detailed", "comprehensive")),
        (
            r"^(search(?:es)?) ((?:the|my|an?) (?:\w+ ){1,3}?)for ((?:people|[a-z]+s)(?:,? (?:and|or) [a-z]+s)*)\b",
            r"\1 for \3 in \2",
            ("search",),
        ),
        (r"\binfo\b", "information", ("info",)),
        (r"\b(information|details) (?:on|regarding|related to)\b", r"\1 about", ("information", "details")),
        (r"\breal[- ]time\b", "current", ("real",)),
        (
            r"\b(?:one|any|some) of (?:the|their|its) ((?:[a-z]+ ){0,2}?[a-z]+s)\b(?!,)",
            _one_of,
            (" of the", " of their", " of its"),
        ),
    )
)
"""Each cut: what it finds, what it puts there, and pieces, in lower case, of which an ASCII text has to hold one to be cut."""
