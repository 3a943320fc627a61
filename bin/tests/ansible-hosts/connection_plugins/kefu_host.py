"""Connects to a host that bin/tests/ansible made: a tree with namespaces of its own, entered by the number of its first process."""

import os
import subprocess

from ansible.errors import AnsibleConnectionFailure
from ansible.plugins.connection import ConnectionBase

DOCUMENTATION = r"""
name: kefu_host
short_description: A tree with namespaces of its own
description: Enters them with nsenter. KEFU_TEST_HOSTS names the folder with NAME.pid of each host.
author: The Kefu authors
options:
  host:
    description: The host's name.
    vars:
      - name: inventory_hostname
"""

ENVIRONMENT = ["PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME=/root", "LANG=C.UTF-8"]


class Connection(ConnectionBase):
    """Each command is a process of its own; files go through cat."""

    transport = "kefu_host"
    has_pipelining = True

    def _connect(self):
        if not self._connected:
            place = os.path.join(os.environ["KEFU_TEST_HOSTS"], self.get_option("host") + ".pid")
            try:
                with open(place, encoding="ascii") as file:
                    self._pid = file.read().strip()
            except OSError as gone:
                raise AnsibleConnectionFailure(f"there is no such host: {gone}") from gone
            self._connected = True
        return self

    def _run(self, command, data=None):
        enter = ["nsenter", "--target", self._pid, "--mount", "--pid", "--net", "--root", "--wd", "--"]
        process = subprocess.Popen(
            enter + ["/usr/bin/env", "-i"] + ENVIRONMENT + ["/bin/sh", "-c", command],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        out, err = process.communicate(data)
        return process.returncode, out, err

    def exec_command(self, cmd, in_data=None, sudoable=True):
        super().exec_command(cmd, in_data=in_data, sudoable=sudoable)
        self._connect()
        return self._run(cmd, in_data)

    def put_file(self, in_path, out_path):
        super().put_file(in_path, out_path)
        self._connect()
        with open(in_path, "rb") as file:
            code, _, err = self._run(f"cat >{self._shell.quote(out_path)}", file.read())
        if code != 0:
            raise AnsibleConnectionFailure(f"{out_path} cannot be written: {err.decode()}")

    def fetch_file(self, in_path, out_path):
        super().fetch_file(in_path, out_path)
        self._connect()
        code, out, err = self._run(f"cat {self._shell.quote(in_path)}")
        if code != 0:
            raise AnsibleConnectionFailure(f"{in_path} cannot be read: {err.decode()}")
        with open(out_path, "wb") as file:
            file.write(out)

    def close(self):
        self._connected = False
