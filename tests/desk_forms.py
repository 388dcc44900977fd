"""Biểu mẫu trên trang: what a browser without scripts would send, read from the page itself."""

from lxml import html


class PageForm:
    """The form ``f-muc`` of a page; ``fields`` are what it would send."""

    def __init__(self, client, url: str, form: str = "f-muc"):
        self.client, self.url = client, url
        response = client.get(url)
        assert response.status_code == 200, response.status_code
        self.read(response, form)

    def read(self, response, form: str = "f-muc"):
        """Take the fields of this answer: what a person would see next."""
        self.page = html.fromstring(response.content.decode())
        (element,) = self.page.xpath(f"//form[@id='{form}']")
        # The line break behind <textarea> is no part of its text.
        areas = {area.get("name") for area in element.xpath(".//textarea")}
        self.fields = {
            name: value.removeprefix("\n") if name in areas else value
            for name, value in element.form_values()
        }
        return self

    def send(self, act: str, htmx: bool = False, **fields):
        """Press the button ``act``, with these fields changed (``l12__text`` for l12-text)."""
        changed = {name.replace("__", "-"): value for name, value in fields.items()}
        data = self.fields | changed | {"act": act}
        headers = {"HX-Request": "true"} if htmx else {}
        return self.client.post(self.url, data, headers=headers)


def texts(element, path: str) -> list[str]:
    """Words of the elements at an XPath, white space folded."""
    return [" ".join(found.text_content().split()) for found in element.xpath(path)]


def words_of(response) -> str:
    """All words of an answer, white space folded."""
    return " ".join(html.fromstring(response.content.decode()).text_content().split())
