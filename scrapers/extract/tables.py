"""How Indonesian outlets are made, as tables: where a text stands, what stands around and in it, how dates and names are
labelled. Class names are those of the platforms named beside them; a new platform is a new word, never a new `if`."""

BODY_MARKS = (
    # detikcom and its likes
    "detail__body-text", "itp_bodycontent", "detikdetailtext", "detail_text", "detail-text",
    # Kompas, Tribun, Grid
    "read__content", "txt-article", "read__article",
    # Liputan6, Merdeka, Kapanlagi
    "article-content-body__item-content", "article-content-body", "mdk-body-paragraph", "dt-para",
    # Antara, Republika, Tempo, Okezone, Sindo, JPNN, Medcom, Bisnis, Suara, Viva, iNews, CNN
    "wrap__article-detail-content", "artikel", "article-content", "isi-artikel", "detail-konten", "contentx", "detail-in",
    "detail-desc", "desc-artikel", "page-content", "articletext", "sub-description", "detailsContent", "content-article",
    "main-content-detail", "detail-content", "content-detail", "read-content", "konten-artikel", "detail_konten",
    # WordPress: tagDiv, JNews, Jannah, the default themes, page builders
    "td-post-content", "tdb_single_content", "content-inner", "jeg_post_content", "entry-content", "post-content",
    "single-content", "entry-inner", "the-content", "post-entry", "post_content", "elementor-widget-theme-post-content",
    "wp-block-post-content", "entry-body", "entry", "single-post-content", "post-single-content", "article__content",
    # Blogger
    "post-body", "post-body-container",
    # Portals of local governments: CodeIgniter, Laravel, Joomla, Drupal
    "blog-text", "blog-details__text", "isi-berita", "isi_berita", "isiberita", "berita-isi", "content-berita", "konten-berita", "detail-berita", "news-content",
    "news-detail", "news_content", "content-news", "com-content-article__body", "item-page", "itemFullText",
    "field--name-body", "field-name-body", "node__content", "isi", "konten", "deskripsi",
    # AMP pages
    "amp-wp-article-content", "amp-article-content", "article-amp-content",
    # everyone else
    "article-body", "article__body", "articleBody", "article-text", "story-body", "story-content", "body-content",
    "blog-content", "blog-details-content", "post-text", "article_content", "article-detail", "content-text", "textcontent",
)  # fmt: skip
"""Classes and ids of the element that holds an article's text, the surest first."""

JUNK_MARKS = frozenset(
    (
        # related, popular, next
        "related", "relateds", "terkait", "bacajuga", "baca-juga", "baca_juga", "bacaan", "read-also", "readalso", "also-read",
        "inline-related", "linksisip", "lihatjg", "sisip", "sisip_artikel", "jp-relatedposts", "yarpp", "yarpp-related",
        "crp_related", "rpwe-block", "popular", "populer", "terpopuler", "trending", "recommend", "recommended",
        "recommendation", "rekomendasi", "artikel-lainnya", "berita-lainnya", "berita-terkait", "related-posts",
        "related-post", "relatedpost", "post-navigation", "nav-links", "prev-next", "next-post", "td-post-next-prev",
        "topic-related", "ait-baca-juga", "jnews_inline_related_post", "jeg_ad", "wp-block-latest-posts", "inlinerelated",
        # share, follow, tags, counters
        "share", "sharing", "sharer", "sharedaddy", "addtoany", "addtoany_share_save_container", "a2a_kit", "addthis",
        "sharethis", "shareaholic", "heateor", "heateor_sss_sharing_container", "social", "sosmed", "socials", "social-share",
        "share-box", "sharebox", "post-share", "jp-post-flair", "likes", "sd-block", "tags", "tag", "tagcloud", "post-tags",
        "tag-list", "taglist", "detail__body-tag", "tagging", "keywords", "entry-tags", "td-post-source-tags",
        "post-views", "views", "hits", "counter", "rating", "ratings", "kk-star-ratings", "google-news", "googlenews",
        "gnews", "whatsapp", "whatsapp-channel", "follow", "follow-us", "newsletter", "subscribe", "mailchimp",
        # people and dates outside the text
        "author-box", "authorbox", "about-author", "author-bio", "post-author", "saboxplugin-wrap", "byline", "post-meta",
        "entry-meta", "article-info", "post-info", "postmetadata", "meta-info", "entry-footer", "post-footer", "credit",
        "credits", "copyright", "editor", "sumber", "date-header",
        # furniture
        "ads", "ad", "adsense", "adsbygoogle", "advertisement", "advert", "iklan", "banner", "parallax", "parallaxindetail",
        "parallax_container", "parallaxb", "paradetail", "ads-on-body", "code-block", "google-auto-placed", "ad-container",
        "quads-location", "adslot", "breadcrumb", "breadcrumbs", "pagination", "paging", "page-links", "post-pagination",
        "toc_container", "ez-toc-container", "lwptoc", "comment", "comments", "komentar", "respond", "disqus", "disqus_thread",
        "fb-comments", "comment-respond", "sidebar", "widget", "cookie", "cookies", "popup", "modal", "screen-reader-text",
        "sr-only", "visually-hidden", "hidden", "print-only", "no-print", "footer", "breaking", "ticker", "skip-link",
        # captions
        "wp-caption-text", "caption", "photo-caption", "img-caption", "image-caption", "media-caption", "media_caption",
        "gallery", "slideshow", "photo__caption", "detail__media-caption", "tr-caption", "read__photo", "photo-credit",
        "video", "video-wrapper", "embed", "pullquote-ad",
    )
)  # fmt: skip
"""Classes and ids of what is not the article although it stands in its element."""

JUNK_PARTS = (
    "share-button", "sharebutton", "social-", "-social", "related-", "-related", "baca-juga", "bacajuga", "baca_juga",
    "berita-terkait", "-ads", "ads-", "advert", "iklan", "comment", "komentar", "breadcrumb", "author-box", "post-nav",
    "popular", "populer", "newsletter", "recommend", "sidebar", "-tags", "tags-", "caption", "parallax", "paging",
)  # fmt: skip
"""Parts of class names that mean the same."""

NEVER_BODY = (
    "script", "style", "noscript", "iframe", "form", "button", "input", "select", "textarea", "svg", "figure", "figcaption",
    "video", "audio", "nav", "aside", "footer", "img", "picture", "object", "embed", "template", "link", "meta",
    "amp-img", "amp-ad", "amp-iframe", "amp-youtube", "amp-social-share", "amp-embed", "amp-video", "amp-carousel", "map",
    "canvas", "dialog", "source",
)  # fmt: skip
"""Elements without an article's words."""

MAY_HOLD_TEXT = frozenset(("form", "aside", "footer", "nav", "figure", "dialog"))
"""Those of them that are an article's element all the same if they hold most of its words."""

ALWAYS_AROUND = frozenset(
    ("comments", "comment", "komentar", "comment-list", "commentlist", "disqus_thread", "respond")
)
"""Classes and ids of what readers wrote, which may be longer than the article."""

AROUND = frozenset(
    (
        "sidebar", "widget", "footer", "related", "terkait", "popular", "populer", "terpopuler",
        "breaking", "ticker", "menu", "navbar", "copyright", "topbar", "top-bar", "header-top", "related-posts", "berita-terkait",
        "recommend", "rekomendasi", "agenda", "pengumuman", "today", "current-date", "tanggal-hari-ini", "headline-date",
        "trending", "most-popular", "newest", "terbaru", "latest", "latest-news", "widget-area", "yarpp", "jp-relatedposts",
    )
)  # fmt: skip
"""Classes and ids of what stands around an article: their dates and names are not its own."""

_READ_ALSO = (
    r"(?:baca|simak|lihat|tonton|saksikan|dengarkan|cek)\s+(?:juga|pula|selengkapnya|artikel (?:lainnya|selengkapnya))"
    r"|berita (?:terkait|lainnya|terpopuler)|artikel (?:terkait|lainnya|menarik)|read (?:also|more|too)|also read|related(?: posts?)?"
    r"|baca (?:berita|artikel)(?: \w+)?|bacaan terkait|terkait"
)
READ_ALSO = rf"^\W*(?i:{_READ_ALSO})\s*(?:[:;»>\-–—,.!]|$)|^\W*(?i:{_READ_ALSO})\s+(?=[\"“‘'A-Z0-9])"
"""How a link to another article begins (case matters in its second half: what follows is a headline)."""

JUNK_LINES = (
    r"^\W*(?:baca|simak|lihat|tonton|saksikan) (?:juga|pula|selengkapnya|video)\b.*",
    r"^\W*(?:baca|simak|tonton)\s*:\s*.*",
    r"^\W*(?:berita|artikel) (?:terkait|lainnya|terpopuler|populer)\b.{0,80}$",
    r"^\W*(?:populer|terpopuler|rekomendasi|read also|also read|related|read more)\b\W*.{0,80}$",
    r"^\W*(?:editor|penulis|pewarta|reporter|penyunting|uploader|redaktur|wartawan|kontributor)\s*[:/|]\s*.{0,90}$",
    r"^\W*(?:ditulis|diposting|dipublikasikan|diunggah|dibuat|posted|published|written)(?: pada| oleh| on| by)?\s*:?\s.{0,60}$",
    r"^\W*(?:oleh|sumber foto|sumber|foto|ilustrasi|dok|kontributor|laporan|by)\s*[:;].{0,90}$",
    r"^\W*(?:foto|ket(?:erangan)?\.? (?:foto|gambar)|caption|ilustrasi)\s*[:;/-].{0,160}$",
    r"^\W*(?:copyright|hak cipta|©|\(c\)).*$",
    r"^\W*(?:tags?|topik|label|labels|kata kunci|keywords?|share|shares|bagikan|sebarkan|ikuti kami|follow us|kategori|category)"
    r"\s*(?:[:|].{0,200}|(?:ini|artikel ini|berita ini|this|this:)?)$",
    r"^\W*(?:share|bagikan|sebarkan)\b.{0,50}$",
    r"^\W*\d[\d.,]*\s*(?:kali|x)?\s*(?:dilihat|dibaca|views?|pembaca|shares?|komentar|comments?|tayangan|hits|likes?)\W*$",
    r"^\W*(?:dilihat|dibaca|views?|post views|hits|pengunjung|total (?:dibaca|views))\s*:?\s*\d[\d.,]*\s*(?:kali|x|views?)?\W*$",
    r"^(?!.*[.!?][\"”]?$).{0,60}\b\d{1,2}[ /-](?:\d{1,2}|\w{3,9})[ ,/-]+(?:19|20)\d{2}\b.{0,12}\b\d{1,2}[:.]\d{2}\b.{0,50}$",
    r"^\W*(?:senin|selasa|rabu|kamis|jum'?at|jum’at|sabtu|minggu),?\s+\d{1,2}[ /-]\w+[ /-]\d{4}[\s,|@-]*(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)?"
    r"\s*(?:WIB|WITA|WIT)?\W*$",
    r"^\W*\d{1,2}[ /-](?:\w{3,9}|\d{1,2})[ /,-]+\d{4}[\s,|@-]*(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2})?)?\s*(?:WIB|WITA|WIT)?\W*$",
    r"^\W*\[?gambas\s*:.*$",
    r"^\W*(?:tinggalkan (?:balasan|komentar)|leave a (?:reply|comment)).*$",
    r"^\W*(?:tulis komentar|komentar anda|kirim komentar|beri komentar|komentar|comments?)\W*(?:\d+|\(\d+\))?\W*$",
    r"^\W*(?:selanjutnya|sebelumnya|berikutnya|halaman\s*:?\s*\d+.*|\d{1,3}(?:\s+\d{1,3})+.{0,20}|next|previous|prev|show all|tampilkan semua)\W*$",
    r"^\W*(?:pilihan redaksi|advertisement|advertisements|iklan|scroll to continue.*|lanjutkan membaca.*|klik di sini.*|cetak|print"
    r"|download|email|facebook|twitter|whatsapp|telegram|line|pinterest|loading\.*|memuat\.*|sponsored|adv)\W*$",
    r"^\W*(?:dapatkan (?:update|berita|informasi)|simak berita|ikuti (?:berita|kami|update|kanal|saluran)|cek berita|bergabung(?:lah)?"
    r"|gabung|mari bergabung|yuk|ayo|follow|temukan|baca berita|baca artikel)\b.{0,220}"
    r"(?:telegram|whatsapp|google (?:news|berita)|saluran|channel|kanal|medsos|instagram|facebook|twitter|aplikasi|email).*$",
    r"^\W*(?:sumber|source)\s*:.{0,100}$",
    r"^\W*(?:kamu sudah menonton|anda sudah menonton|jangan lewatkan video|video terpopuler)\b.{0,120}$",
    r"^\W*(?:like this|menyukai ini|suka memuat|share this|bagikan ini|related|loading)\s*:?\W*.{0,20}$",
    r"^\W*(?:video|foto)\s*:\s*.{0,120}$",
    r"^\W*(?:konten ini|artikel ini|berita ini) (?:telah|sudah|adalah|merupakan|dibuat|pertama kali) .{0,40}(?:tayang|terbit|dipublikasikan|diproduksi|kerja ?sama)"
    r".{0,200}$",
)  # fmt: skip
"""Lines that are the outlet's furniture, whole."""

END_LINES = (
    r"^\W*(?:editor|penulis|pewarta|penyunting|uploader|redaktur)\s*[:/|]\s*.{0,90}$",
    r"^\W*(?:copyright|hak cipta|©)\b.*",
    r"^\W*(?:tags?|topik|labels?|kata kunci)\s*:.{0,200}$",
    r"^\W*(?:berita|artikel|post|posts) (?:terkait|lainnya|terpopuler|sebelumnya|berikutnya)\W*$",
    r"^\W*(?:related(?: posts| articles)?|share this|like this|menyukai ini|bagikan ini|baca juga|navigasi pos)\s*:?\W*$",
    r"^\W*(?:tinggalkan (?:balasan|komentar)|leave a (?:reply|comment)|tulis komentar|komentar)\b.{0,40}$",
    r"^\W*\d+ (?:komentar|comments?|tanggapan)\W*$",
    r"^\W*\([a-z*]{2,8}(?:\s?/\s?[a-z*]{2,8})+\)\W*$",
)
"""Lines after which an article does not go on, once most of it has been read."""

SIGN_OFF = (
    r"(?:[*_\\]|\s)*[\(\[]\s*(?:[*_\\]|\s)*(?:\*+|[a-z]{2,8}\d{0,2}|(?:[A-Za-z]{1,10}\d{0,2}\.?(?:\s?[/,|&-]\s?|\s\*+\s?)){1,4}"
    r"[A-Za-z*]{1,12}\d{0,2}\.?|ADV|Adv|RED|Red|HMS|Hms|Humas|humas \w+)(?:[*_\\]|\s)*[\)\]](?:[*_\\]|\s)*$"
    r"|(?:(?<=[.!?”\"])|^)(?:[*_\\]|\s)*[\(\[][A-Za-z][\w.]{1,14}(?:[ /,&-]{1,3}[\w.*]{1,14}){0,3}[\)\]](?:[*_\\]|\s)*$"
    r"|(?:(?<=[.!?”\"])|^)\s*(?:\\?\*\s*){2,}$"
)
"""An editor's signature at a text's very end: "(fer/fyk)", "(*)", "[adv]", after a full stop also "(Humas Pemkot)"."""

_OPENING_WORD = r"(?:[A-Z][\w.'’/]*|[a-z]+\d?\.(?:com|co\.id|id|net|tv)|\([\w./ ]{2,30}\))"
OPENING = rf"^\W*{_OPENING_WORD}(?:,?\s+{_OPENING_WORD}){{0,6}}[,.]?\s*(?:--|[–—]|-(?=\s|$))"
"""How the first sentence of an Indonesian report opens: place, outlet or both before a dash ("JAKARTA, Kabar.com - ")."""

OPENING_SIGN = r"\b[A-Z]{3,}\b|\w\.\w|\("
"""What tells such an opening from two towns with a dash between: capitals, a host name, an outlet in brackets."""

LEADING_CAPTION = r"^.{0,220}[(\[](?:foto|photo|dok|dokumentasi|ist|istimewa|ilustrasi|sumber|humas|antara foto)\b[^)\]]{0,60}[)\]]\W*$"
"""A picture's caption that stands before the text as if it were its first paragraph."""

_WRITTEN = r"(?:ditulis|diposting|dipublikasikan|diunggah|dikirim|diterbitkan|posted|written|published)"
_WRITER = r"(?:penulis|pewarta|reporter|rep|wartawan|jurnalis|author|redaktur (?:&|dan) reporter)"
_PARTED = r"(?:[|•·–—]|\s-)"
_NAME = r"(?P<name>[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,4})"

AUTHOR_LABELS = (
    rf"(?i)^\W*{_WRITER}\s*[:|/-]?\s*(?P<name>.*)$",
    rf"(?i)^\W*{_WRITTEN}\s+(?:oleh|by)\s*[:|-]?\s*(?P<name>.*)$",
    rf"(?i)^.{{0,60}}{_PARTED}\s*{_WRITER}\s*:\s*(?P<name>.*)$",
    r"(?i)^\W*(?:oleh|by|laporan|kontributor|laporan wartawan [\w. ]{3,30})\s*[:,]\s*(?P<name>.*)$",
    rf"^\W*(?i:oleh|by)\s+{_NAME}$",
    rf"^.{{0,60}}{_PARTED}\s*(?i:oleh|by)\s+{_NAME}$",
    rf"^\W*(?i:{_WRITTEN})\b.{{0,40}}\b(?i:oleh|by)\s+{_NAME}$",
)
"""How a byline begins, the surest first."""

AUTHOR_LABEL = rf"(?:^|[|•·–—-]\s*|^{_WRITTEN}\b.{{0,60}})\W*(?:{_WRITER}|oleh|by|laporan|kontributor)\b"
"""The label alone: where it stands, a name may follow in the next element."""

AFTER_NAME = (
    r"\s*(?:[|•·–—/]|\s-\s|\(|\d"
    r"|(?:^|[\s,])(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|editor|pewarta|penulis|red|uploader|pada|on)\b).*$"
)
"""What ends a name in a byline: a separator, a date, the next label."""

GENERIC_TITLES = (
    r"^(?:website|situs|web|portal|laman) resmi\b|^selamat datang\b|\bofficial (?:web)?site\b"
    r"|^(?:home|beranda|detail(?: berita)?|berita|news|untitled.*)$"
)
"""Page titles that name the site and not the article (portals of local governments)."""

TITLE_MARKS = ("judul", "title", "headline")
"""Parts of class names of the element that shows a headline which is no heading."""

WRITERS_ROLES = frozenset(("jurnalis", "penulis", "wartawan", "reporter", "pewarta", "kontributor"))
"""What stands alone under a writer's name."""

AUTHOR_MARKS = frozenset(
    (
        "author", "author-name", "fn", "byline", "penulis", "post-author", "entry-author", "jeg_meta_author",
        "td-post-author-name", "read__author__name", "detail__author", "reporter", "article-author", "meta-author",
        "author-title",
    )
)  # fmt: skip
"""Classes of the element that holds the writer's name."""

PUBLISHED_META = (
    "article:published_time", "datepublished", "content_publisheddate", "publishdate", "publish-date", "pubdate",
    "og:published_time", "article:published", "dc.date.issued", "dcterms.created", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "article:published:time", "article.published", "article:publicationdate", "published_time",
    "publish_date", "publication_date", "published-date", "date_published", "dateposted", "originalpublicationdate",
    "og:article:published_time", "og:pubdate", "og:publish_date", "citation_publication_date", "citation_online_date",
    "dcterms.issued", "dc.date.created", "dc.date.publication", "datecreated", "article:post_date", "date", "dc.date", "dc:date",
    "dcterms.date",
)  # fmt: skip
"""Names of `<meta>` elements with the day of publication, the surest first."""

PUBLISHED_NAME = (
    r"^(?!.*(?:modif|updat|expir|end))(?:.*[:._-])?(?:first[_-]?)?(?:publi(?:sh|c)\w*|pub|posted|created?|issued|upload(?:ed)?|release)"
    r"(?:[:._-]?(?:date|time|at|on))*$"
)
"""The names of other such elements, which are less sure."""

PUBLISHED_MARKS = frozenset(
    (
        "published", "dt-published", "entry-date", "post-date", "publish-date", "date-published", "pubdate", "posted-on",
        "article-date", "article__date", "post-meta-date", "entry-time", "date-publish", "published-date", "publication-date",
    )
)  # fmt: skip
"""Classes of the `<time>` or `<abbr>` with the day of publication."""

MODIFIED_META = (
    "article:modified_time",
    "datemodified",
    "og:updated_time",
    "article:modified",
    "last-modified",
    "dcterms.modified",
)
"""The same for the last change."""

MODIFIED = (
    r"\b(?:diperbarui|diperbaharui|update[d]?|terakhir (?:diubah|diperbarui)|last (?:updated|modified)|modified|diubah|dikemas ?kini"
    r"|letzte aktualisierung|aktualisiert|mise à jour|mis à jour|actualizado|aggiornato)\b"
)
"""Words before a date that is not the first publication's."""
