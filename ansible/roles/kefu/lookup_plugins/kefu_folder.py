"""The files of a folder on the control node, with what they say."""

import os

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

DOCUMENTATION = r"""
name: kefu_folder
short_description: The files of a folder, with what they say
description:
  - Reads a folder on the control node, and those in it. What begins with a dot is left out.
author: The Kefu authors
options:
  _terms:
    description: Folders, absolute or from the playbook.
    required: true
  only:
    description: How the names must end; none of them are in folders within then.
    type: str
    default: ""
"""

RETURN = r"""
_raw:
  description: A dictionary a folder, of texts by path within it.
  type: list
  elements: dict
"""

MOST = 1 << 20


class LookupModule(LookupBase):
    """Texts alone: a configuration has nothing else."""

    def run(self, terms, variables=None, **kwargs):
        self.set_options(var_options=variables, direct=kwargs)
        base = (variables or {}).get("playbook_dir", os.getcwd())
        folders = [os.path.normpath(os.path.join(base, os.path.expanduser(term))) for term in terms]
        return [_read(folder, self.get_option("only")) for folder in folders]


def _read(top, only):
    if not os.path.isdir(top):
        raise AnsibleLookupError(f"{top} is no folder")
    found = {}
    for folder, inner, names in os.walk(top):
        inner[:] = [] if only else sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            path = os.path.join(folder, name)
            if name.startswith(".") or not name.endswith(only):
                continue
            if os.path.getsize(path) > MOST:
                raise AnsibleLookupError(f"{path} has more than {MOST} bytes, which no configuration needs")
            try:
                with open(path, encoding="utf-8") as file:
                    found[os.path.relpath(path, top)] = file.read()
            except (OSError, UnicodeDecodeError) as unread:
                raise AnsibleLookupError(f"{path} is no text, or cannot be read: {unread}") from unread
    return found
