"""An embedded newsroom: invented outlets whose pages are built like those of real ones, for the demo and the tests.

Texts are our own, districts are real, people and outlets are invented. Pages hold no clock: the same bytes each time;
two articles say "2 jam lalu".
"""

from scrapers.newsroom.articles import NewsroomArticle, Press, presses
from scrapers.newsroom.expected import Expected
from scrapers.newsroom.server import Newsroom, Request, serve

__all__ = ["Expected", "Newsroom", "NewsroomArticle", "Press", "Request", "presses", "serve"]
