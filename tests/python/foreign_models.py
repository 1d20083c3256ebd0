"""Fetches models that nobody here wrote, from the packages that ship them, and unpacks them.

    foreign_models.py FOLDER

Each source becomes `FOLDER/<package>-<version>/`, and each model in it a folder with the files that the
generator takes (`service-2.json.gz`, `paginators-1.json.gz` …), or one Smithy model. What is there is
not fetched again. The answer is one line of JSON per source: its name, and what it lacks if it cannot be
had here.

Packages come from their registries with the ordinary clients: pip, npm, and apt-get for the source of a
Debian package. A source whose client is not installed is left out.
"""

import getpass
import glob
import gzip
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

# Ten versions, from the first stable one on; the newest is whatever it is today.
BOTOCORE = [
    "1.0.0", "1.4.0", "1.8.0", "1.12.0", "1.17.0", "1.23.0", "1.29.0", "1.31.0", "1.37.25", "newest",
]
# The models of the JavaScript SDK, minified.
NPM = "aws-sdk@2.1693.0"
# Smithy models: the code generator of the Go SDK has them beside its configuration.
DEBIAN = "golang-github-aws-aws-sdk-go-v2"

KINDS = ["service-2", "paginators-1", "waiters-2", "endpoint-rule-set-1"]


class Missing(Exception):
    """Why a source cannot be had here."""


def run(*command, **options):
    if shutil.which(command[0]) is None:
        raise Missing(f"there is no {command[0]}")
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, **options)
    if done.returncode != 0:
        raise Missing(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "it failed")
    return done.stdout


def write(folder, name, data):
    folder.mkdir(parents=True, exist_ok=True)
    if data[:2] != b"\x1f\x8b":
        data = gzip.compress(data, 6, mtime=0)
    (folder / f"{name}.json.gz").write_bytes(data)


def botocore(version):
    if version == "newest":
        listed = run(sys.executable, "-m", "pip", "index", "versions", "botocore",
                     "--disable-pip-version-check", "--no-input")
        version = re.search(r"^Available versions: ([^,\s]+)", listed, re.MULTILINE)[1]

    def fetch(place, scratch):
        run(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
            "--no-input", "--no-deps", "--dest", str(scratch), f"botocore=={version}")
        with zipfile.ZipFile(next(scratch.glob("*.whl"))) as wheel:
            names = set(wheel.namelist())
            partitions = "botocore/data/partitions.json"
            for name in sorted(names):
                parts = name.split("/")
                if len(parts) != 5 or parts[:2] != ["botocore", "data"]:
                    continue
                stem = parts[4].removesuffix(".gz").removesuffix(".json")
                if stem.removesuffix(".sdk-extras") in KINDS:
                    folder = place / f"{parts[2]}-{parts[3]}"
                    write(folder, stem, wheel.read(name))
                    if stem == "endpoint-rule-set-1" and partitions in names:
                        write(folder, "partitions", wheel.read(partitions))

    return f"botocore-{version}", fetch


def npm():
    def fetch(place, scratch):
        run("npm", "pack", "--silent", NPM, cwd=scratch)
        ours = {"min": "service-2", "paginators": "paginators-1", "waiters2": "waiters-2"}
        with tarfile.open(next(scratch.glob("*.tgz"))) as files:
            for member in files:
                found = re.fullmatch(r"package/apis/(.+)\.(min|paginators|waiters2)\.json", member.name)
                if found:
                    write(place / found[1], ours[found[2]], files.extractfile(member).read())

    return NPM.replace("@", "-"), fetch


def debian():
    def fetch(place, scratch):
        # The registry is that of the system's packages, whose lists stay as they are.
        known = pathlib.Path("/etc/apt/sources.list.d/debian.sources")
        if not known.is_file():
            raise Missing("this is no Debian with the file debian.sources")
        sources = scratch / "source.sources"
        sources.write_text(
            re.sub(r"^Types: deb$", "Types: deb-src", known.read_text(), flags=re.MULTILINE))
        options = [f"Dir::Etc::SourceList={sources}", "Dir::Etc::SourceParts=/dev/null",
                   f"Dir::State::Lists={scratch}/lists", f"Dir::Cache={scratch}/cache",
                   f"APT::Sandbox::User={getpass.getuser()}"]
        options = [part for option in options for part in ("-o", option)]
        for folder in ["lists/partial", "cache/archives/partial"]:
            (scratch / folder).mkdir(parents=True)
        run("apt-get", *options, "--quiet", "update")
        run("apt-get", *options, "--quiet", "source", "--download-only", "--tar-only", DEBIAN,
            cwd=scratch)
        archive = glob.glob(f"{scratch}/*.orig.tar.*")[0]
        with tarfile.open(archive) as files:
            for member in files:
                found = re.search(r"/codegen/sdk-codegen/aws-models/([^/]+)\.json$", member.name)
                if found:
                    write(place / found[1], "model", files.extractfile(member).read())

    return f"{DEBIAN}-source", fetch


def main(folder):
    folder = pathlib.Path(folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for source in [*(lambda v=v: botocore(v) for v in BOTOCORE), npm, debian]:
        answer = {}
        try:
            name, fetch = source()
            answer["name"] = name
            if not (folder / name).is_dir():
                with tempfile.TemporaryDirectory(dir=folder, prefix=".new-") as scratch:
                    scratch = pathlib.Path(scratch)
                    place = scratch / "place"
                    place.mkdir()
                    fetch(place, scratch)
                    if not any(place.iterdir()):
                        raise Missing("it has no models")
                    place.rename(folder / name)
        except Missing as error:
            answer["missing"] = str(error)
        answer.setdefault("name", "botocore-newest")
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
