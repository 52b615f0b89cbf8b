"""The MkDocs plugin. It only wires: the fence's Markdown extension in, the built assets into the site."""

import contextlib
import pathlib
from collections.abc import Callable

import jinja2
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url
from mkdocs.utils.templates import TemplateContext

from ftdocs import profile
from ftdocs.aside import set_aside
from ftdocs.assets import AssetsError, read_assets
from ftdocs.describing import first_sentences
from ftdocs.evidence.register import EvidenceError, register
from ftdocs.fence import CURRENT_PAGE, PageSource, forget_printed
from ftdocs.navigation import print_once
from ftdocs.record_page import render_parts
from ftdocs.render import render_copying, render_profile_note, render_strayed
from ftdocs.theme import keep_compiled


class FtdocsConfig(Config):
    """Options of the plugin in `mkdocs.yml`."""

    assets = config_options.Type(str, default=".cache/ftdocs/assets")
    """Folder, beside `mkdocs.yml`, into which `ftdocs build` has put the runtime and the scripts."""

    frame_ancestors = config_options.ListOfItems(config_options.Type(str), default=[])
    """Hosts whose pages may show the site in a frame, such as `https://wiki.example`; none, unless they are named."""


class RedirectsConfig(Config):
    """Options of `redirects` in `mkdocs.yml`."""

    redirect_maps = config_options.Type(dict, default={})
    """Old page or section to new one; see ftdocs.inventory.redirects."""


class RedirectsPlugin(BasePlugin[RedirectsConfig]):
    """Lets `mkdocs.yml` hold redirects under the name that its successor reads. `ftdocs build` makes them work."""


class FtdocsPlugin(BasePlugin[FtdocsConfig]):
    """Wires the calculators into a MkDocs site."""

    def __init__(self) -> None:
        # A build may break off before this plugin has read anything.
        self.own = contextlib.ExitStack()

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Before anything is read: enable the extension, name the assets that every page loads, check the register."""
        forget_printed()
        self.aside: dict[str, Callable[[str], str]] = {}
        if "ftdocs" not in config.markdown_extensions:
            config.markdown_extensions.append("ftdocs")
        self.folder = pathlib.Path(config.config_file_path or ".").parent / self.config.assets
        self.own = contextlib.ExitStack()
        self.docs = pathlib.Path(config.docs_dir)
        try:
            self.profile = profile.beside(pathlib.Path(config.config_file_path or "mkdocs.yml"))
            self.assets = read_assets(self.folder, self.profile.data)
            register()
        except (AssetsError, EvidenceError, profile.ProfileError) as error:
            raise PluginError(str(error)) from None
        config.extra["ftdocs_profile"] = self.profile
        if self.profile.data:
            config.copyright = f"{config.copyright or ''}{render_profile_note(self.profile)}"
        config.extra_css.append(self.assets.stylesheet)
        config.extra["fonts"] = list(self.assets.fonts)
        script = config_options.ExtraScriptValue(self.assets.script)
        script.type = "module"
        config.extra_javascript.append(script)
        # The same on every page.
        self.parts, self.copying, self.strayed = render_parts(), render_copying(config.site_name), render_strayed()
        return config

    def on_pre_build(self, config: MkDocsConfig) -> None:
        """When the pages begin: have calculators answer with the organisation's profile."""
        self.own.enter_context(profile.in_use(self.profile))

    def on_post_build(self, config: MkDocsConfig) -> None:
        """When all is written: the profile is this site's only."""
        self.own.close()

    def on_build_error(self, error: Exception) -> None:
        """When the build breaks off: likewise."""
        self.own.close()

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """When the site's files are listed: add the built assets to them."""
        for path, source in self.assets.files.items():
            files.append(File.generated(config, path, abs_src_path=str(source)))
        return files

    @event_priority(-100)  # after every plugin that adds to it
    def on_env(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> jinja2.Environment:
        """When the theme's templates can be read: have the navigation's entries printed once, and keep the templates
        compiled, beside the assets."""
        print_once(env, config.plugins.events["page_context"])
        keep_compiled(env, self.folder.parent / "templates")
        return env

    def on_page_markdown(self, markdown: str, page: Page, config: MkDocsConfig, files: Files) -> None:
        """Right before a page is rendered: tell the fence which page it stands on."""
        root = get_relative_url(".", page.url).rstrip("/")
        root = "" if root == "." else f"{root}/"
        CURRENT_PAGE.set(PageSource(page.file.src_uri, markdown, root=root, docs=self.docs))

    @event_priority(-100)  # after every other plugin that changes the content
    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """When a page's Markdown has become HTML: describe the page where its author has not, and put aside what the
        search has no use for."""
        if not page.meta.get("description") and (about := first_sentences(html)):
            page.meta["description"] = about
        reduced, self.aside[page.file.src_uri] = set_aside(html)
        return reduced

    @event_priority(-100)  # after the search has read it
    def on_page_context(self, context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
        """Right before a page's template is filled: put it back."""
        put_back = self.aside.pop(page.file.src_uri, None)
        if put_back:
            page.content = put_back(page.content or "")

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """When a page is whole: add what scenarios show anywhere; the menu to copy from, where there is something to
        copy; the words about links with inputs that belong elsewhere; and have a page with a calculator ask for its
        script at once, one with marks of claims for their style. On others nothing would use them, and where a page is
        swapped in without load, the script of every page fetches the calculator's."""
        copied = "<ft-calculator" in output or 'class="headerlink"' in output
        foot = [self.parts, *([self.copying] if copied else []), self.strayed, "</body>"]
        output = output.replace("</body>", "\n".join(foot), 1)
        styles = [
            *([self.assets.marks] if 'class="ft-claim"' in output else ()),
            *([self.assets.register] if 'class="ft-entry"' in output else ()),
        ]
        for style in styles:
            link = f'<link rel="stylesheet" href="{get_relative_url(style, page.url)}">'
            output = output.replace("</head>", f"{link}\n</head>", 1)
        if "<ft-calculator" not in output:
            return output
        address = get_relative_url(self.assets.element, page.url)
        return output.replace("</head>", f'<script type="module" src="{address}"></script>\n</head>', 1)
