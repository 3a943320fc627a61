#!/usr/bin/python
"""Has a host run a release of Kefu."""

import json
import os
import re
import shutil
import tempfile

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
---
module: kefu_release
short_description: Has a host run a release of Kefu
description:
  - Installs the release where none is installed, upgrades to it where another one is, and goes back to it where it is the one
    before the last upgrade. Each is done by C(kefuctl), whose steps survive a kill. One that was interrupted is gone on with.
  - What C(kefuctl install) prints is not returned, as a first password may be in it.
author: The Kefu authors
options:
  release:
    description: Version and build, as the directory of an installed release is called.
    type: str
    required: true
  archive:
    description: The release's archive on the host.
    type: path
    required: true
  key:
    description: Who must have signed it, a public key in PEM on the host.
    type: path
  user:
    description: Whom the server runs as, of a first installation.
    type: str
    default: kefu
  service:
    description: What keeps it running, of a first installation.
    type: str
    choices: [auto, systemd, supervisor, none]
    default: auto
  caches:
    description: Whether caches for quick starts are made.
    type: bool
    default: true
  finalize:
    description: Whether the release before is dropped after an upgrade.
    type: bool
    default: false
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
"""

EXAMPLES = r"""
- name: Run the release
  kefu_release:
    release: 0.1.0-1f2e3d4c
    archive: /var/cache/kefu/kefu-0.1.0-linux-x64.tar.gz
    key: /etc/kefu/release.pub
"""

RETURN = r"""
operation:
  description: What was done, or would be; empty when nothing.
  type: str
  returned: always
release:
  description: The release that is installed.
  type: str
  returned: always
previous:
  description: The one before, until it is dropped.
  type: str
  returned: always
service:
  description: What keeps it running.
  type: str
  returned: always
steps:
  description: What kefuctl said of its steps.
  type: list
  elements: str
  returned: when something was done
"""

STATE = "/opt/kefu/state/installed.json"
KEFUCTL = "/opt/kefu/current/bin/kefuctl"
DATA = "/var/lib/kefu"
FAULT = "kefuctl: error: "
STEP = re.compile(r"\d+/\d+ ")


def installed(module):
    """What kefuctl has written down; empty strings where nothing is installed."""
    try:
        with open(STATE, encoding="utf-8") as file:
            found = json.load(file)
        return {each: found.get(each) or "" for each in ("release", "previous", "service")}
    except FileNotFoundError:
        return {"release": "", "previous": "", "service": ""}
    except (OSError, ValueError) as broken:
        module.fail_json(msg=f"{STATE} cannot be read: {broken}")


def touched(module):
    """Whom an upgrade of the running server touches, for the diff."""
    code, out, _ = module.run_command([KEFUCTL, "status", "--data", DATA, "-o", "json"])
    try:
        status = json.loads(out)
        connections = status["connections"]["visitor"] + status["connections"]["agent"]
        conversations = sum(status["conversations"][each] for each in ("bot", "queued", "assigned"))
    except (ValueError, KeyError, TypeError):
        return f"# the server does not say how it is ({code})\n"
    return f"# connections that leave and come back: {connections}, open conversations that go on: {conversations}\n"


class Steps:
    """Calls kefuctl and keeps what it says of its steps; its answer may hold a password and is dropped."""

    def __init__(self, module):
        self.module = module
        self.said = []

    def call(self, program, arguments):
        code, _, err = self.module.run_command([program] + arguments)
        lines = [line.strip() for line in err.splitlines() if line.strip()]
        if code != 0:
            why = " ".join(line.replace(FAULT, "", 1) for line in lines if not STEP.match(line)) or "failed"
            self.module.fail_json(msg=f"kefuctl {arguments[0]}: {why} (exit code {code})", rc=code, steps=self.said + lines)
        self.said += lines


def install(module, steps, source):
    """By the kefuctl within the archive: the host has no other yet."""
    given = module.params
    arguments = ["install", "--user", given["user"]] + source
    if given["service"] != "auto":
        arguments += ["--service", given["service"]]
    folder = tempfile.mkdtemp(prefix="kefu-install-", dir=os.path.dirname(given["archive"]))
    try:
        code, _, err = module.run_command(["tar", "-xzf", given["archive"], "-C", folder, "--strip-components=1", "--no-same-owner"])
        if code != 0:
            module.fail_json(msg=f"{given['archive']} cannot be unpacked: {err.strip()}")
        steps.call(os.path.join(folder, "bin", "kefuctl"), arguments)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main():
    module = AnsibleModule(
        argument_spec={
            "release": {"type": "str", "required": True},
            "archive": {"type": "path", "required": True},
            "key": {"type": "path", "no_log": False},
            "user": {"type": "str", "default": "kefu"},
            "service": {"type": "str", "default": "auto", "choices": ["auto", "systemd", "supervisor", "none"]},
            "caches": {"type": "bool", "default": True},
            "finalize": {"type": "bool", "default": False},
        },
        supports_check_mode=True,
    )
    given = module.params
    wanted = given["release"]
    before = installed(module)
    release, previous = before["release"], before["previous"]
    finalizes = given["finalize"] and release == wanted and previous != ""
    operation = ""
    if release == "":
        operation = "install"
    elif release != wanted:
        operation = "rollback" if previous == wanted else "upgrade"
    elif finalizes:
        operation = "finalize"
    if operation == "":
        module.exit_json(changed=False, operation="", **before)

    after = f"release: {wanted}\n"
    if operation == "upgrade" and not given["finalize"]:
        after += f"previous: {release}\n"
    diff = {
        "before_header": "kefu",
        "after_header": f"kefu ({operation})",
        "before": (f"release: {release}\n" if release else "") + (f"previous: {previous}\n" if previous else ""),
        "after": after,
    }
    if module.check_mode:
        if operation in ("upgrade", "rollback"):
            diff["after"] += touched(module)
        module.exit_json(changed=True, operation=operation, diff=diff, **before)

    steps = Steps(module)
    source = ["--from", given["archive"]]
    if given["key"]:
        source += ["--key", given["key"]]
    if not given["caches"]:
        source += ["--no-caches"]
    if operation == "install":
        install(module, steps, source)
    elif operation == "rollback":
        steps.call(KEFUCTL, ["rollback"])
    elif operation == "upgrade":
        # An upgrade is from a release that is known to be good: going on to the next one says so.
        if previous:
            steps.call(KEFUCTL, ["upgrade", "--finalize"])
        steps.call(KEFUCTL, ["upgrade"] + source)
    if given["finalize"] and operation in ("upgrade", "finalize"):
        steps.call(KEFUCTL, ["upgrade", "--finalize"])
    now = installed(module)
    if now["release"] != wanted:
        module.fail_json(msg=f"{now['release'] or 'nothing'} is installed, and {wanted} was asked for", steps=steps.said)
    module.exit_json(changed=True, operation=operation, diff=diff, steps=steps.said, **now)


if __name__ == "__main__":
    main()
