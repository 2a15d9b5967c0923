"""What a sentence leaves behind for the next ones: what it is about, its sources, its day, a launch; and what it takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extract.dateforms import LAUNCH_BEHIND
from pipeline.extract.modality import DENIED, RUMOUR
from pipeline.extract.sources import MET, SELF, Source
from pipeline.extract.vocabulary import STORES
from pipeline.text.patterns import lazy_pattern

if TYPE_CHECKING:
    from pipeline.extract.draft import Draft
    from pipeline.extract.names import Mention
    from pipeline.extract.reader import Reader
    from pipeline.extract.sentence import Sentence

# 8月29日全平台公测: the day before it is the day of a launch
_LAUNCHED = lazy_pattern("上线|公测|开服|上架|发布|推出|登陆|上市|开测|首发|面世|开放|问世|亮相")
_FAR_BEHIND = 26  # letters behind a day in which its launch stands
# 七麦数据发布了…: who publishes charts, and is the source of all places that follow
_PUBLISHES = lazy_pattern("[”」』]?(?:[^，。；]{0,6})(?:发布|公布)")
# measures something, but no apps: a chart with one of these is forgotten
_BENCH = lazy_pattern("Arena|竞技场|SuperCLUE|测评|评测|跑分|基准测试|AIME|LiveBench")
_DATED = ("day", "month", "week", "until", "now")
_HEADING = 24  # letters of a line that is one
_GOES_ON = frozenset("。！？；，、：,.")
_HEADED = lazy_pattern(
    r"[【\[（(*#\s第一二三四五六七八九十·•、\d.]{0,6}?(?:20\d\d[年.-])?\d{1,2}[月./-]\d{1,2}"
)
_OFTEN = 3  # times that a post names what it is about
_BACK = 12  # paragraphs for which a source that is named at the end is the source
_HEARD = 60  # letters before a figure in which stands that it is hearsay


def note(reader: Reader, start: int, stop: int) -> None:
    """What a stretch without figures says of those that follow, and of those before."""
    mentions = reader.names.between(start, stop)
    reader.resolver.topic = reader.context.subject is not None
    if mentions:
        _speak_of_the_leading(reader, mentions)
    found = note_sources(reader, start, stop)
    _meet_persons(reader, start, stop)
    _remember_launch(reader, start, stop)
    _remember_day(reader, start, stop)
    deny_backwards(reader, start, stop, found)


def note_sources(reader: Reader, start: int, stop: int) -> list[Source]:
    """Who is named in a stretch as the origin of something: said of what stood before, or kept for what follows."""
    found = reader.sources_in(start, stop)
    for source in found:
        if source.backward:
            source_backwards(reader, source.name, start, stop)
        else:
            _remember_source(reader, source)
    return found


def remember(reader: Reader, s: Sentence, *, taken: bool) -> None:
    """What a sentence that was read leaves behind; ``taken`` tells whether it made a claim."""
    if not taken:
        _speak_of_the_leading(reader, s.names)
        _remember_day(reader, s.start, s.end)
    _meet_persons(reader, s.start, s.end)
    _remember_best_source(reader, s)
    _remember_launch(reader, s.start, s.end)
    _remember_chart(reader, s)
    if s.measures:
        reader.context.measure, reader.context.measure_sentence = s.measures[-1][2], reader.sentence_number
    deny_backwards(reader, s.start, s.end, s.sources)


def _speak_of_the_leading(reader: Reader, mentions: list[Mention]) -> None:
    leading = reader.resolver.leading(mentions)
    if leading is not None and not _bystander(reader, leading):
        reader.context.speak_of(reader.resolver.subject(leading))


def _bystander(reader: Reader, mention: Mention) -> bool:
    """Whether a name that stands in the middle of a clause is too slight to take over from what the post is about."""
    topic = reader.context.subject
    if topic is None or mention.form in ("book", "quoted"):
        return False
    if reader.text[max(0, mention.start - 1) : mention.start] in ("", *"，。；：、！？\n“「《"):
        return False
    count = reader.names.count
    return max(map(count, topic.names)) >= _OFTEN and sum(map(count, set(mention.names))) <= 1


def _remember_best_source(reader: Reader, s: Sentence) -> None:
    """Of several sources the last analyst, else the last one, and what it told of."""
    forward = [source for source in s.sources if not source.backward]
    if not forward:
        return
    best = [source for source in forward if source.analyst] or forward
    _remember_source(reader, best[-1])
    reader.context.source_metrics = {
        draft.metric if draft.metric == "rank" else "downloads"
        for draft in reader.drafts
        if draft.anchor >= s.start
    }


def _meet_persons(reader: Reader, start: int, stop: int) -> None:
    """创始人何宗岳是…, 老板叫韩小北: who is met by name and has not spoken yet; 他 may mean them."""
    if not any(word in reader.text for word in "他她"):
        return  # nobody is asked for
    persons = reader.context.persons
    for hit in MET.finditer(reader.text, start, stop):
        if hit["who"] not in persons[-8:]:
            persons.append(hit["who"])


def _remember_source(reader: Reader, source: Source) -> None:
    context = reader.context
    context.source, context.source_analyst = source.name, source.analyst
    context.source_paragraph = reader.paragraph
    context.source_metrics = set()
    if not source.analyst and source.name not in context.persons[-8:] and not SELF.search(source.name):
        context.persons.append(source.name)
    if source.analyst and _PUBLISHES.match(reader.text, source.end, source.end + 12):
        context.publisher = source.name
        context.publisher_store = STORES.get(source.name)


def source_backwards(reader: Reader, name: str, start: int, end: int) -> None:
    """榜单来自X，截至8月28日: said at the end for all that stood before."""
    dates = [d for d in reader.dates.between(start, end) if d.kind == "until"]
    for draft in reader.drafts:
        if draft.fields.get("_paragraph", -1) < reader.paragraph - _BACK:
            continue
        if draft.fields.get("source") is None:
            draft.fields["source"] = name
        if dates and draft.rule.endswith("row"):
            draft.fields["since"], draft.fields["as_of"] = None, dates[-1].as_of


def _remember_day(reader: Reader, start: int, end: int) -> None:
    """A day that a sentence without claims names holds for the places in the next one."""
    days = [
        d
        for d in reader.dates.between(start, end)
        if d.kind in _DATED
        and (d.since or d.as_of)
        and not (LAUNCH_BEHIND.match(reader.text, d.end) and reader.text[d.start] not in "昨今")
    ]
    if days:
        reader.context.date = days[-1].since, days[-1].as_of
        reader.context.date_paragraph = reader.paragraph
    _remember_heading(reader, start, end)


def _remember_heading(reader: Reader, start: int, end: int) -> None:
    """【9月26日 开服】: a line that names nothing but a day and what happened on it dates what stands below it."""
    line = reader.text[start:end].strip()
    alone = reader.text[start - 1 : start] in ("", "\n") and reader.text[end : end + 1] in ("", "\n")
    if not alone or len(line) > _HEADING or line[-1:] in _GOES_ON or not _HEADED.match(line):
        return
    days = [d for d in reader.dates.between(start, end) if d.kind in ("day", "span") and d.as_of]
    if len(days) == 1:
        reader.context.heading = days[0].since, days[0].as_of
        reader.context.heading_paragraph = reader.paragraph


def _remember_launch(reader: Reader, start: int, end: int) -> None:
    context = reader.context
    for date in reader.dates.between(start, end):
        launched = date.kind in ("day", "month") and date.as_of
        if launched and _LAUNCHED.search(reader.text, date.end, date.end + _FAR_BEHIND):
            context.launch, context.launch_paragraph = date.as_of, reader.paragraph
            leading = reader.resolver.leading(reader.names.between(start, end))
            context.launch_subject = (
                reader.resolver.subject(leading) if leading is not None else context.subject
            )


def _remember_chart(reader: Reader, s: Sentence) -> None:
    """The chart that a sentence names without a place in it; a ranking of something else ends what was said of charts."""
    context = reader.context
    named = [c for c in s.charts if c.named and not c.same]
    if context.chart_sentence == reader.sentence_number or not named:
        return
    last = named[-1]
    foreign = last.void or (not last.store and not last.kind and _BENCH.search(reader.text, s.start, s.end))
    context.chart = None if foreign else last
    context.chart_paragraph, context.chart_count = reader.paragraph, None
    context.chart_at = s.end


def deny_backwards(reader: Reader, start: int, end: int, sources: list[Source]) -> None:
    """A denial one sentence later takes back the rumour in front of it."""
    hit = DENIED.search(reader.text, start, end)
    if not hit:
        return
    for draft in reader.drafts:
        fields = draft.fields
        before = fields.get("_paragraph") == reader.paragraph and draft.anchor < hit.start()
        if before and (fields.get("modality") == "rumour" or _may_be_hearsay(reader, draft)):
            fields["modality"] = "denied"
            if sources:
                fields["source"] = sources[0].name


def _may_be_hearsay(reader: Reader, draft: Draft) -> bool:
    """A quotation or a question that was just told, and 据说目标是五千万: what somebody is said to want."""
    fields = draft.fields
    just_told = reader.sentence_number - fields.get("_sentence", -9) <= 2
    if just_told and (fields.get("_quoted") or fields.get("_question")):
        return True
    wanted = fields.get("modality") in ("goal", "forecast")
    return wanted and bool(RUMOUR.search(reader.text, max(0, draft.anchor - _HEARD), draft.anchor))
