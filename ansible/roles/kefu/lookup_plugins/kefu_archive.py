"""Which release a host is to get: read, compared and its signature checked on the control node, before any host hears of it."""

import base64
import hashlib
import json
import os
import re
import tarfile
import tempfile
import zipfile

from ansible.errors import AnsibleLookupError
from ansible.plugins.lookup import LookupBase

DOCUMENTATION = r"""
name: kefu_archive
short_description: The archive of a Kefu release, checked
description:
  - Finds a release's archive in a folder, or in an offline bundle, on the control node.
  - Compares it with the checksums beside it, and those with their signature (Ed25519) where a key is given.
  - An archive within a bundle is unpacked into a folder of its own, named by its digest, and only once.
author: The Kefu authors
options:
  _terms:
    description: A folder with archives and C(SHA256SUMS), or a bundle (C(.zip)).
    required: true
  version:
    description: Such as C(0.1.0). May be left out where there is only one.
    type: str
    default: ""
  machine:
    description: The host's processor, as in C(ansible_architecture).
    type: str
    required: true
  key:
    description: A public key in PEM. Without one nobody must have signed the release.
    type: str
    default: ""
  cache:
    description: Where archives out of bundles are kept.
    type: str
    default: ~/.cache/kefu/ansible
"""

RETURN = r"""
_raw:
  description:
    - "One dictionary: C(release) (version and build), C(version), C(archive) (its path here), C(sha256), and C(beside) (the
      checksums and their signature, as far as they are there)."
  type: list
  elements: dict
"""

PLATFORMS = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
ARCHIVE = re.compile(r"kefu-(.+)-linux-([a-z0-9]+)\.tar\.gz")
CHUNK = 1 << 20


class LookupModule(LookupBase):
    """Called once a host and run; its result belongs into a fact, as it reads the whole archive."""

    def run(self, terms, variables=None, **kwargs):
        self.set_options(var_options=variables, direct=kwargs)
        base = (variables or {}).get("playbook_dir", os.getcwd())
        key = self.get_option("key")
        key = _path(key, base) if key else ""
        version = self.get_option("version")
        machine = self.get_option("machine")
        if machine not in PLATFORMS:
            raise AnsibleLookupError(f"there is no release for {machine}: one for x86_64 or aarch64 is needed")
        found = []
        for term in terms:
            source = _path(term, base)
            if source.endswith(".zip"):
                cache = _path(self.get_option("cache"), base)
                source = _out_of_bundle(source, version, PLATFORMS[machine], key, cache)
            found.append(_checked(source, version, PLATFORMS[machine], key))
        return found


def _path(text, base):
    return os.path.normpath(os.path.join(base, os.path.expanduser(text)))


def _one(names, version, platform, where):
    """The name of the one archive that is meant: nothing is chosen for anybody."""
    fitting = []
    for name in sorted(names):
        parts = ARCHIVE.fullmatch(os.path.basename(name))
        if parts and parts[2] == platform and version in ("", parts[1]):
            fitting.append(name)
    wanted = f"{version or 'any version'} for linux-{platform}"
    if not fitting:
        raise AnsibleLookupError(f"{where} holds no archive of {wanted} (kefu-VERSION-linux-{platform}.tar.gz)")
    if len(fitting) > 1:
        raise AnsibleLookupError(f"{where} holds several archives of {wanted}, name one by kefu_version: {', '.join(fitting)}")
    return fitting[0]


def _checked(folder, version, platform, key):
    try:
        archive = os.path.join(folder, _one(os.listdir(folder), version, platform, folder))
        sums = os.path.join(folder, "SHA256SUMS")
        beside = [each for each in (sums, sums + ".sig") if os.path.exists(each)]
        if sums not in beside:
            raise AnsibleLookupError(f"{sums} is missing, so nothing says what {archive} must be: fetch it from where the rest is")
        with open(sums, "rb") as file:
            listed = file.read()
        if key:
            if sums + ".sig" not in beside:
                raise AnsibleLookupError(f"{sums}.sig is missing, so nothing says who made {archive}")
            with open(sums + ".sig", "rb") as file:
                _signed(listed, file.read(), key, sums)
        sha256 = _digest_of(archive)
        if f"{sha256}  {os.path.basename(archive)}" not in listed.decode("utf-8", "replace").splitlines():
            raise AnsibleLookupError(f"{archive} is not the file that SHA256SUMS names: it is cut off or was changed. Fetch it again")
        about = _about(archive)
    except (OSError, tarfile.TarError, EOFError, ValueError, KeyError) as broken:
        raise AnsibleLookupError(f"no release can be read in {folder}: {broken}") from broken
    return {
        "release": f"{about['version']}-{about['build'][:8]}",
        "version": about["version"],
        "archive": archive,
        "sha256": sha256,
        "beside": beside,
    }


def _about(archive):
    """What a release says of itself: the build, by which two of one version are told apart."""
    with tarfile.open(archive, "r|gz") as tar:
        for member in tar:
            if member.name.count("/") == 1 and member.name.endswith("/release.json"):
                about = json.loads(tar.extractfile(member).read(4096))
                if not re.fullmatch(r"[0-9A-Za-z.+~-]{1,64}", about["version"]) or not re.fullmatch(r"[0-9a-f]{16}", about["build"]):
                    raise ValueError(f"{archive} says no version or build of itself")
                return about
    raise ValueError(f"{archive} is no release")


def _out_of_bundle(bundle, version, platform, key, cache):
    """The folder that the bundle's archive lies in, with the checksums of its makers; as the bundle's list names them."""
    try:
        with zipfile.ZipFile(bundle) as packed:
            text = packed.read("bundle.json")
            if key:
                if "bundle.sig" not in packed.namelist():
                    raise AnsibleLookupError(f"{bundle} is not signed, and {key} must have signed it")
                _signed(text, packed.read("bundle.sig"), key, f"{bundle}, its list of contents,")
            listed = {each["path"]: each["sha256"] for each in json.loads(text)["files"]}
            archive = _one([name for name in listed if name.startswith("release/")], version, platform, bundle)
            folder = os.path.join(cache, listed[archive])
            for name in (archive, "release/SHA256SUMS", "release/SHA256SUMS.sig"):
                if name in listed:
                    _lay(packed, name, listed[name], os.path.join(folder, os.path.basename(name)), bundle)
            return folder
    except (OSError, zipfile.BadZipFile, EOFError, ValueError, KeyError) as broken:
        raise AnsibleLookupError(f"{bundle} is damaged, cut off or no bundle: {broken}") from broken


def _lay(packed, name, sha256, place, bundle):
    """Whole or not at all; what is there already is compared, and replaced where it is something else."""
    if os.path.exists(place) and _digest_of(place) == sha256:
        return
    os.makedirs(os.path.dirname(place), mode=0o700, exist_ok=True)
    digest = hashlib.sha256()
    handle, draft = tempfile.mkstemp(dir=os.path.dirname(place))
    try:
        with os.fdopen(handle, "wb") as out, packed.open(name) as data:
            for chunk in iter(lambda: data.read(CHUNK), b""):
                digest.update(chunk)
                out.write(chunk)
        if digest.hexdigest() != sha256:
            raise AnsibleLookupError(f"{bundle} is refused: {name} was changed")
        os.replace(draft, place)
    finally:
        if os.path.exists(draft):
            os.unlink(draft)


def _digest_of(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for chunk in iter(lambda: file.read(CHUNK), b""):
            digest.update(chunk)
    return digest.hexdigest()


def _signed(text, signature, key, what):
    """By RFC 8032, one line of base64; ansible-core itself needs the library that checks it."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ImportError as missing:
        raise AnsibleLookupError("the control node's Python lacks cryptography, which checks signatures") from missing
    try:
        with open(key, "rb") as file:
            public = load_pem_public_key(file.read())
        public.verify(base64.b64decode(signature), text)
    except InvalidSignature as forged:
        raise AnsibleLookupError(f"{what} was changed since it was signed, or somebody else than {key} has signed it") from forged
    except (OSError, ValueError, TypeError, AttributeError) as unusable:
        raise AnsibleLookupError(f"{key} is no Ed25519 key in PEM, or the signature of {what} is none: {unusable}") from unusable
