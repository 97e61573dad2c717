from owners import rights

rights.exempt(
    "home.SiteImage", "home.SiteImageRendition", "home.NewsIndexPage", "home.NewsPage", "home.HomePage",
    "home.StandardPage", "home.ProjectIndexPage", "home.ProjectPage", "home.SiteSettings", "home.NewsCategory",
    why="public pages of the company; staff who wrote them are named by their account",
)  # fmt: skip
