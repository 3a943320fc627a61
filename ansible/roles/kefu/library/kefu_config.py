#!/usr/bin/python
"""Lays a configuration of Kefu and has the server use it."""

import os
import pwd
import shutil
import tempfile

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
---
module: kefu_config
short_description: Lays a configuration of Kefu and has the server use it
description:
  - Compares a configuration with what lies in C(/etc/kefu). Where they differ C(kefuctl) looks at the new one beside its place;
    one that does not hold changes nothing.
  - Lays it, root's and readable for the server's group, and has the running server put it in force, which closes no connection.
    It does so too where nothing had to be laid and the server has another one in force.
  - The difference has each file, and what C(kefuctl config plan) says of it; of secrets only that they change.
author: The Kefu authors
options:
  files:
    description: What the files say, by their path.
    type: dict
    required: true
  secrets:
    description: What the files in C(secrets/) say, by their name.
    type: dict
    default: {}
  user:
    description: Whom the server runs as.
    type: str
    default: kefu
  prune:
    description: Whether YAML and Markdown that is not among the files is removed.
    type: bool
    default: true
  prune_used:
    description: Whether what open conversations use may be taken out.
    type: bool
    default: false
  reason:
    description: Why, for the history.
    type: str
    default: Ansible
  apply:
    description: Whether a server is there to be told.
    type: bool
    default: true
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
"""

EXAMPLES = r"""
- name: Configure
  kefu_config:
    files: "{{ lookup('kefu_folder', 'config') }}"
    secrets:
      visitor.key: "{{ vaulted_visitor_key }}"
"""

RETURN = r"""
laid:
  description: Files that were laid or removed, or would be.
  type: list
  elements: str
  returned: always
applied:
  description: Whether the server was told.
  type: bool
  returned: always
"""

KEFUCTL = "/opt/kefu/current/bin/kefuctl"
CONFIG = "/etc/kefu"
DATA = "/var/lib/kefu"
STAGING = "/var/cache/kefu"
OK, DRIFT, UNREACHABLE = 0, 3, 69


class Place:
    """A directory of a configuration, of root and the server's group."""

    def __init__(self, top, group):
        self.top = top
        self.group = group

    def path(self, name):
        return os.path.join(self.top, name)

    def text(self, name):
        """None where there is none, or it is no text."""
        try:
            with open(self.path(name), encoding="utf-8", newline="") as file:
                return file.read()
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return None

    def is_ours(self, name):
        """Whether owner, group and mode are as they are to be; in check mode there may be no group yet."""
        about = os.stat(self.path(name))
        return (about.st_uid, about.st_gid, about.st_mode & 0o7777) == (0, self.group, 0o640)

    def folder(self, name=""):
        path = self.path(name) if name else self.top
        if not os.path.isdir(path):
            if name:
                self.folder(os.path.dirname(name))
            os.makedirs(path, mode=0o750, exist_ok=True)
            os.chown(path, 0, self.group)
            os.chmod(path, 0o750)

    def lay(self, name, text):
        """Whole or not at all."""
        self.folder(os.path.dirname(name))
        handle, draft = tempfile.mkstemp(prefix=".kefu-", dir=os.path.dirname(self.path(name)))
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
                os.fchown(file.fileno(), 0, self.group)
                os.fchmod(file.fileno(), 0o640)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, self.path(name))
        finally:
            if os.path.exists(draft):
                os.unlink(draft)

    def documents(self):
        """Paths of YAML and Markdown; secrets are none."""
        for folder, inner, names in os.walk(self.top):
            inner[:] = sorted(name for name in inner if name != "secrets")
            for name in sorted(names):
                if name.endswith((".yaml", ".yml", ".md")):
                    yield os.path.relpath(os.path.join(folder, name), self.top)


class Configuring:
    """One run of the module."""

    def __init__(self, module):
        self.module = module
        given = module.params
        self.wanted = {self.inner(name): text for name, text in given["files"].items()}
        self.secrets = {self.inner("secrets/" + name): text for name, text in given["secrets"].items()}
        for name, text in {**self.wanted, **self.secrets}.items():
            if not isinstance(text, str):
                module.fail_json(msg=f"{name} is no text")
        try:
            group = pwd.getpwnam(given["user"]).pw_gid
        except KeyError:
            if not module.check_mode:
                module.fail_json(msg=f"there is no user {given['user']}")
            group = -1
        self.place = Place(CONFIG, group)
        self.differing = [
            name for name, text in {**self.wanted, **self.secrets}.items()
            if self.place.text(name) != text or not self.place.is_ours(name)]
        self.stale = [name for name in self.place.documents() if name not in self.wanted] if given["prune"] else []

    def inner(self, name):
        if os.path.isabs(name) or ".." in name.split("/") or name == "release.pub":
            self.module.fail_json(msg=f"{name} is no file of a configuration")
        return os.path.normpath(name)

    def kefuctl(self, *arguments, ends=(OK,)):
        code, out, err = self.module.run_command([KEFUCTL] + list(arguments))
        if code not in ends:
            why = (err.strip() or out.strip()).replace("kefuctl: error: ", "")
            self.module.fail_json(msg=f"kefuctl {' '.join(arguments[:2])}: {why} (exit code {code})", rc=code)
        return code, out

    def looked_at(self):
        """What kefuctl says of the configuration before it is laid; the server reads it too, in a place that it may enter."""
        staging = Place(STAGING, self.place.group)
        staging.folder()
        top = tempfile.mkdtemp(prefix="config-", dir=STAGING)
        try:
            os.chown(top, 0, self.place.group)
            os.chmod(top, 0o750)
            draft = Place(top, self.place.group)
            for name in self.there():
                draft.lay(name, self.place.text(name) or "")
            for name, text in {**self.wanted, **self.secrets}.items():
                draft.lay(name, text)
            self.kefuctl("config", "validate", top)
            if not self.module.params["apply"]:
                return ""
            code, out = self.kefuctl("config", "plan", top, "--data", DATA, ends=(OK, UNREACHABLE))
            return out if code == OK else ""
        finally:
            shutil.rmtree(top, ignore_errors=True)

    def there(self):
        """What stays: secrets of the host's own, and documents where they are not pruned."""
        folder = self.place.path("secrets")
        kept = ["secrets/" + name for name in sorted(os.listdir(folder))] if os.path.isdir(folder) else []
        return kept + [name for name in self.place.documents() if name not in self.stale]

    def lay(self):
        self.place.folder()
        for name in self.differing:
            self.place.lay(name, self.wanted.get(name, self.secrets.get(name)))
        for name in self.stale:
            os.unlink(self.place.path(name))

    def drift(self):
        """Whether the server has another configuration in force than lies there, and which."""
        if not self.module.params["apply"]:
            return False, ""
        ends = (OK, DRIFT, UNREACHABLE) if self.module.check_mode else (OK, DRIFT)
        code, out = self.kefuctl("config", "drift", CONFIG, "--data", DATA, ends=ends)
        return code == DRIFT, out

    def apply(self):
        more = ["--prune"] if self.module.params["prune_used"] else []
        self.kefuctl(
            "config", "apply", CONFIG, "--data", DATA, "--yes", "--message", self.module.params["reason"], *more)

    def diff(self, plan):
        """A list, of which ansible-core shows each."""
        each = []
        for name in self.differing:
            hidden = name in self.secrets
            before = self.place.text(name)
            each.append({
                "before_header": self.place.path(name),
                "after_header": self.place.path(name),
                "before": "" if before is None else "(hidden)\n" if hidden else before,
                "after": "(hidden, another one)\n" if hidden else self.wanted[name],
            })
        for name in self.stale:
            each.append({
                "before_header": self.place.path(name), "after_header": "(removed)",
                "before": self.place.text(name) or "", "after": ""})
        if plan:
            each.append({"prepared": plan})
        return each


def main():
    module = AnsibleModule(
        argument_spec={
            "files": {"type": "dict", "required": True},
            "secrets": {"type": "dict", "default": {}, "no_log": True},
            "user": {"type": "str", "default": "kefu"},
            "prune": {"type": "bool", "default": True},
            "prune_used": {"type": "bool", "default": False},
            "reason": {"type": "str", "default": "Ansible"},
            "apply": {"type": "bool", "default": True},
        },
        supports_check_mode=True,
    )
    # Where nothing is installed yet, kefuctl install is what looks at it.
    if not os.path.exists(KEFUCTL):
        module.params["apply"] = False
    configuring = Configuring(module)
    laid = sorted(configuring.differing + configuring.stale)
    plan = configuring.looked_at() if laid and os.path.exists(KEFUCTL) else ""
    diff = configuring.diff(plan)
    if laid and not module.check_mode:
        configuring.lay()
    drifted = False
    if not (laid and module.check_mode):
        drifted, shown = configuring.drift()
        if drifted and not laid:
            diff.append({"prepared": shown})
        if drifted and not module.check_mode:
            configuring.apply()
    module.exit_json(changed=bool(laid) or drifted, laid=laid, applied=drifted and not module.check_mode, diff=diff)


if __name__ == "__main__":
    main()
