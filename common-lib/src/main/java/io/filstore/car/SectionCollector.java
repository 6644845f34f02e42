package io.filstore.car;

import io.filstore.car.Finding.Code;
import io.filstore.multiformats.Cid;
import io.filstore.multiformats.FormatException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes checked sections in the order of the file and says what they are together. */
final class SectionCollector {
  private final Findings findings;
  private final SectionTable sections;
  private final @Nullable DagGraph graph;
  private long payload;
  private long blockBytes;
  private long missingCount;

  SectionCollector(CarVerifier settings, Findings findings) {
    this.findings = findings;
    this.sections = new SectionTable(settings.limits().sections());
    this.graph =
        settings.depth() == CarVerifier.Depth.LINKS
            ? new DagGraph(sections.cids(), settings.limits().sections())
            : null;
  }

  SectionTable sections() {
    return sections;
  }

  /**
   * Takes a slab.
   *
   * @param payload where the CARv1 begins in the file
   * @return false if there is no room for more sections
   */
  boolean collect(Slab slab, long payload) {
    this.payload = payload;
    Iterator<Finding> framing = slab.findings.iterator();
    Finding next = framing.hasNext() ? framing.next() : null;
    int node = 0;
    try {
      for (int section = 0; section < slab.count; section++) {
        boolean isRaw = slab.codecs[section] == Cid.RAW;
        BlockNode read = graph == null || isRaw ? null : slab.nodes.get(node++);
        next = flush(framing, next, slab.offset + slab.starts[section]);
        judge(slab, section);
        take(slab, section, read);
      }
      flush(framing, next, Long.MAX_VALUE);
      findings.count(Code.CID_INVALID, slab.furtherProblems);
      return true;
    } catch (FormatException full) {
      findings.add(Code.TOO_MANY_SECTIONS, slab.offset, String.valueOf(full.getMessage()));
      return false;
    }
  }

  /** Hands on what was found before an offset and returns the first that was not. */
  private @Nullable Finding flush(Iterator<Finding> framing, @Nullable Finding first, long before) {
    Finding next = first;
    while (next != null && next.offset() <= before) {
      findings.add(next.code(), next.offset(), next.detail());
      next = framing.hasNext() ? framing.next() : null;
    }
    return next;
  }

  private void judge(Slab slab, int section) {
    Code verdict = slab.verdicts[section];
    if (verdict == null) {
      return;
    }
    findings.add(
        verdict,
        slab.offset + slab.starts[section],
        () ->
            verdict == Code.HASH_UNKNOWN
                ? "the hash function of " + slab.cid(section) + " is not known"
                : "block of %d bytes does not match its CID %s"
                    .formatted(slab.blockLength(section), slab.cid(section)));
  }

  private void take(Slab slab, int section, @Nullable BlockNode node) {
    long offset = slab.offset + slab.starts[section];
    int position = sections.size();
    int length = slab.blockLength(section);
    int number =
        sections.append(
            slab.bytes, slab.cids[section], slab.blocks[section], offset - payload, length);
    blockBytes += length;
    int first = sections.first(number);
    if (first != position) {
      findings.add(
          Code.DUPLICATE_BLOCK,
          offset,
          () ->
              "block %s stands at %d already"
                  .formatted(sections.cid(position), payload + sections.offset(first)));
    } else if (graph != null) {
      addTo(graph, number, length, offset, node);
    }
  }

  private void addTo(
      DagGraph graph, int number, int length, long offset, @Nullable BlockNode node) {
    if (node == null) {
      graph.raw(number, length);
      return;
    }
    graph.add(number, node, (taken, read) -> judge(taken, read, offset));
  }

  private void judge(int number, BlockNode node, long offset) {
    if (node.contradiction() != null) {
      Code code = node.kind() == BlockNode.Kind.UNREADABLE ? Code.BLOCK_UNREADABLE : Code.UNIXFS;
      findings.add(code, offset, sections.cids().cid(number) + ": " + node.contradiction());
    }
  }

  /**
   * Ends the verification.
   *
   * @param listed roots of the header, null if it could not be read
   */
  CarVerification result(int version, @Nullable List<Cid> listed) {
    List<Cid> missing = new ArrayList<>();
    List<Cid> roots = listed == null ? List.of() : listed;
    if (listed != null) {
      checkRoots(roots, missing);
    }
    CarVerification.Reach reach = graph == null ? null : follow(graph, roots, missing);
    return new CarVerification(
        version,
        roots,
        sections.size(),
        blockBytes,
        findings.problemCount(),
        findings.problems(),
        findings.warningCount(),
        findings.warnings(),
        missingCount,
        missing,
        reach);
  }

  private void checkRoots(List<Cid> roots, List<Cid> missing) {
    if (roots.isEmpty()) {
      findings.add(Code.NO_ROOTS, payload, "the header lists no root");
    }
    for (Cid root : roots.stream().distinct().toList()) {
      if (sections.find(root) < 0) {
        findings.add(Code.ROOT_MISSING, payload, "root " + root + " is not among the blocks");
        if (graph == null) {
          miss(root, missing);
        }
      }
    }
  }

  private void miss(Cid cid, List<Cid> missing) {
    missingCount++;
    if (missing.size() < Findings.KEPT) {
      missing.add(cid);
    }
  }

  private CarVerification.Reach follow(DagGraph graph, List<Cid> roots, List<Cid> missing) {
    int[] numbers =
        roots.stream()
            .mapToInt(root -> graph.root(root, (number, node) -> judge(number, node, payload)))
            .toArray();
    Follower follower = new Follower(missing);
    BitSet reached = graph.walk(numbers, follower);
    if (missingCount > 0) {
      findings.add(
          Code.DAG_INCOMPLETE, payload, missingCount + " blocks below the roots are not here");
    }
    List<Cid> unreachable = new ArrayList<>();
    long count = 0;
    for (int position = 0; position < sections.size(); position++) {
      int number = sections.number(position);
      if (sections.first(number) == position && !reached.get(number)) {
        count++;
        if (unreachable.size() < Findings.KEPT) {
          unreachable.add(sections.cid(position));
        }
      }
    }
    return new CarVerification.Reach(follower.present, count, unreachable, follower.opaque);
  }

  /** Notes what the walk from the roots meets. */
  private final class Follower implements DagGraph.Visitor {
    private final List<Cid> missing;
    private long present;
    private long opaque;

    Follower(List<Cid> missing) {
      this.missing = missing;
    }

    @Override
    public void block(int number, BlockNode.Kind kind) {
      switch (kind) {
        case ABSENT -> miss(sections.cids().cid(number), missing);
        case OPAQUE -> opaque++;
        case FILE, SHARD, OTHER, UNREADABLE -> {}
      }
      if (sections.first(number) >= 0) {
        present++;
      }
    }

    @Override
    public void contradiction(int number, String what) {
      int first = sections.first(number);
      long offset = first < 0 ? payload : payload + sections.offset(first);
      findings.add(Code.UNIXFS, offset, sections.cids().cid(number) + ": " + what);
    }
  }
}
