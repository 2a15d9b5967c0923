"""The mirror serves the same documents as damaged Traditional copies, and they can be read back."""

from __future__ import annotations

from crawler.read import read_page
from pipeline.text.convert import simplify
from pipeline.text.repair import repair
from scheduler.newsroom import Newsroom
from tests.newsroom.conftest import Reader


def test_a_copy_has_the_same_document_id_and_other_words(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        url = newsroom.article_url("qianwen-two-million", mirror=True)
        assert url.startswith(newsroom.mirror_url)
        original = newsroom.desk.article("qianwen-two-million")
        read = read_page(url, (await reader.text(url)).encode())
        assert (read.outlet, read.doc_id) == ("netease", original.doc_id)
        assert read.text
        assert read.text != original.version.text
        assert "千問" in read.text

    served(visit)


def test_what_is_not_copied_is_not_there(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        response, _ = await reader.get(newsroom.article_url("price-war", mirror=True))
        assert response.status == 404

    served(visit)


def test_every_figure_can_be_read_back_from_its_damaged_copy(served) -> None:
    """Where the damage swallows bytes a sentence may lose its last stop; words and figures come back."""

    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.play()
        damaged = 0
        for story, told in newsroom.day.stories.items():
            if newsroom.accounts[told.account].host:
                continue  # the mirror copies the platform alone
            copy = await newsroom.mirror(story)
            url = newsroom.article_url(story, mirror=True)
            read = read_page(url, (await reader.text(url)).encode())
            assert read.text is not None
            whole = repair(read.text)
            damaged += whole.changed
            back = simplify(whole.text)
            for paragraph in copy.version.paragraphs:
                if any(figure.claim.quote in paragraph for figure in copy.version.expected):
                    assert simplify(paragraph)[:-1] in back, story
        assert damaged > 20

    served(visit)


def test_the_same_copy_is_served_each_time_so_that_it_can_stay_unchanged(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        url = newsroom.article_url("qianwen-two-million", mirror=True)
        assert await reader.text(url) == await reader.text(url)

    served(visit)


def test_a_copy_does_not_follow_an_edit_until_it_is_made_again(served) -> None:
    async def visit(newsroom: Newsroom, reader: Reader) -> None:
        await newsroom.publish("jianying-month")
        await newsroom.mirror("jianying-month")
        await newsroom.edit("jianying-month", "corrected")
        url = newsroom.article_url("jianying-month", mirror=True)
        first, body = await reader.get(url)
        assert "1260" in body.decode()
        await newsroom.mirror("jianying-month")
        second, body = await reader.get(url, If_None_Match=first.headers["ETag"])
        assert second.status == 200
        assert "1620" in body.decode()

    served(visit)
