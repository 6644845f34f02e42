#!/usr/bin/env python3
"""Makes random trees, each from one seed and always the same: FOLDER/SEED/tree, and FOLDER/SEED/profile with a profile
of its own in one line `chunk width leaves cid-version rule limit fanout`.

usage: trees.py FOLDER SEED...
"""

import os
import random
import sys

SCRIPTS = [
    "abcxyzABCXYZ0189", " !#$%&'()+,-;=@[]^_`{}~", "\"*?<>|:\t", "éèàüößñçÅø", "e\u0301a\u030ao\u0308",  # composed and not
    "αβγΩ", "жЩЫяЁ", "אבגש", "ابتثج", "हिन्दी", "ไทย", "中文字漢", "あいカナ", "가각힣", "\ue000\uf8ff\ufffd\uff5e",
    "😀🚀👩\u200d💻", "𐅑𝒜𠀋", "\u200b\u202e\ufeff\u0001\u007f\n",
]
MIB = 1 << 20
# Around a quad of fr32, a tile, the chunks of the profiles.
EDGES = [0, 1, 64, 65, 126, 127, 128, 254, 255, 256, 508, 4095, 4096, 65535, 130048, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1]
LARGE_EDGES = [MIB - 1, MIB, MIB + 1, 2 * MIB, 2 * MIB + 1, 3 * MIB - 1]


class Tree:
    def __init__(self, seed, root):
        self.random = random.Random(seed)
        self.root = root
        self.bytes = 0

    def name(self, longest=40):
        """Any name that a file system takes: 1..255 bytes of UTF-8, neither dots alone nor a slash."""
        pick = self.random
        while True:
            letters = pick.sample(SCRIPTS, pick.choice([1, 1, 1, 2, 3]))
            count = longest if pick.random() < 0.05 else pick.randint(1, 12)
            name = "".join(pick.choice(pick.choice(letters)) for _ in range(count))
            # A name that begins with a dot would be hidden; combining marks must not be all there is.
            if pick.random() < 0.2:
                name += pick.choice([".txt", ".tar.gz", "..", ".", " "])
            if pick.random() < 0.005:
                name += "\\"
            while len(name.encode()) > 255:
                name = name[:-1]
            if name not in (".", ".."):
                return name

    def fresh(self, folder, longest=40):
        while True:
            path = os.path.join(folder, self.name(longest))
            if not os.path.lexists(path):
                return path

    def size(self):
        pick = self.random
        roll = pick.random()
        if roll < 0.35:
            return pick.choice(EDGES)
        if roll < 0.40 and self.bytes < 8 * MIB:
            return pick.choice(LARGE_EDGES)
        if roll < 0.43 and self.bytes < 8 * MIB:
            return pick.randrange(3 * MIB)
        return pick.randrange(5000)

    def file(self, path, size=None):
        size = self.size() if size is None else size
        kind = self.random.random()
        # Zeros and repetitions make equal blocks.
        content = bytes(size) if kind < 0.05 else b"\x5a" * size if kind < 0.1 else self.random.randbytes(size)
        with open(path, "wb") as out:
            out.write(content)
        self.bytes += size

    def link(self, path):
        target = self.random.choice(["x", "../" + self.name(), "a/b/c", "/etc/hostname", "é/中", "..", "."])
        os.symlink(target, path)

    def mixed(self):
        folders = [self.root]
        for _ in range(self.random.randint(0, 30)):
            parent = self.random.choice(folders)
            path = self.fresh(parent, 255)
            roll = self.random.random()
            if roll < 0.25:
                os.mkdir(path)
                folders.append(path)
            elif roll < 0.30:
                self.link(path)
            else:
                self.file(path)

    def flat(self):
        for _ in range(self.random.randint(1, 60)):
            self.file(self.fresh(self.root, 255))

    def deep(self):
        folder = self.root
        for _ in range(self.random.randint(10, 60)):
            if self.random.random() < 0.4:
                self.file(self.fresh(folder), self.random.randrange(300))
            folder = self.fresh(folder)
            if len(folder.encode()) > 3500:
                return
            os.mkdir(folder)
        if self.random.random() < 0.7:
            self.file(self.fresh(folder))

    def wide(self):
        """One directory around the limits: 1000 entries, and 262144 bytes of links or of the block."""
        pick = self.random
        folder = self.root if pick.random() < 0.5 else self.fresh(self.root)
        if folder != self.root:
            os.mkdir(folder)
        kind = pick.randrange(3)
        if kind == 0:
            names = ["%s%d" % (pick.choice(["f", "é", "中-"]), n) for n in range(pick.randint(995, 1010))]
        else:
            # per link: the name and 34 or 36 bytes of CID, and in the block 12 or so more
            length = pick.randint(60, 240)
            per = length + pick.choice([34, 36, 44, 46, 48])
            count = 262144 // per + pick.choice([-2, -1, 0, 0, 1, 2])
            names = ["%06d" % n + "n" * (length - 6) for n in range(count)]
            if pick.random() < 0.5:
                names[-1] += "m" * pick.randrange(0, 12)
        for name in names:
            self.file(os.path.join(folder, name), pick.choice([0, 1, 2, 3]))

    def small(self):
        kind = self.random.randrange(4)
        if kind == 1:
            self.file(self.fresh(self.root))
        elif kind == 2:
            os.mkdir(self.fresh(self.root))
        elif kind == 3:
            self.file(self.fresh(self.root), self.random.choice(LARGE_EDGES + EDGES))

    def make(self):
        roll = self.random.random()
        kind = (self.mixed if roll < 0.65 else self.flat if roll < 0.75 else self.deep if roll < 0.85 else
                self.wide if roll < 0.93 else self.small)
        kind()

    def profile(self):
        """Small chunks and few links make deep trees of files, low limits make deep HAMTs."""
        pick = self.random
        leaves, version = pick.choice([("raw", 1), ("dag-pb", 1), ("dag-pb", 0)])
        chunk = pick.choice([64, 127, 256, 1000, 4096]) if self.bytes < MIB else pick.choice([4096, 65536, 262144])
        rule, limit = pick.choice([("block-bytes", 5), ("links-bytes", 5), ("block-bytes", 500), ("links-bytes", 500),
                                   ("block-bytes", 1 << 30)])
        return "%d %d %s %d %s %d %d" % (chunk, pick.choice([2, 3, 4, 11, 174]), leaves, version, rule, limit,
                                         pick.choice([8, 16, 64, 256, 256, 1024]))


def main():
    for seed in sys.argv[2:]:
        folder = os.path.join(sys.argv[1], seed)
        os.makedirs(os.path.join(folder, "tree"))
        tree = Tree(int(seed), os.path.join(folder, "tree"))
        tree.make()
        with open(os.path.join(folder, "profile"), "w") as out:
            out.write(tree.profile() + "\n")


if __name__ == "__main__":
    main()
