package io.filstore.cli.car;

import io.filstore.car.CarVerification;
import io.filstore.car.Finding;
import io.filstore.cli.console.Report;
import io.filstore.cli.console.Text;
import io.filstore.multiformats.Cid;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/**
 * What a verification has found. Warnings are for people; a program sees the blocks that are
 * missing.
 *
 * @param problems what makes the archive bad, in the order of the file
 * @param problemCount of which some may not be named
 * @param warnings what does not
 */
record VerificationReport(
    CarVerification found, List<Finding> problems, long problemCount, List<Finding> warnings)
    implements Report {
  private static final int SHOWN = 20;

  static VerificationReport of(CarVerification found) {
    return new VerificationReport(found, found.problems(), found.problemCount(), found.warnings());
  }

  /** Where what is missing counts as a problem. */
  static VerificationReport ofComplete(CarVerification found) {
    List<Finding> gaps = found.warnings().stream().filter(VerificationReport::isGap).toList();
    return new VerificationReport(
        found,
        Stream.concat(found.problems().stream(), gaps.stream()).toList(),
        found.problemCount() + gaps.size(),
        found.warnings().stream().filter(warning -> !isGap(warning)).toList());
  }

  private static boolean isGap(Finding finding) {
    return finding.code() == Finding.Code.ROOT_MISSING
        || finding.code() == Finding.Code.DAG_INCOMPLETE;
  }

  @Override
  public int exitCode() {
    return problemCount == 0 ? 0 : 1;
  }

  @Override
  public void text(Text out) throws IOException {
    out.field("valid", problemCount == 0 ? "yes" : "no");
    out.field("version", found.version());
    for (Cid root : found.roots().subList(0, Math.min(SHOWN, found.roots().size()))) {
      out.field("root", root);
    }
    more(out, found.roots().size());
    out.field("blocks", found.blocks());
    out.field("complete", found.isComplete() ? "yes" : "no, without " + found.missingCount());
    findings(out, "problem", problems, problemCount);
    findings(out, "warning", warnings, warnings.size());
    for (Cid cid : found.missing().subList(0, Math.min(SHOWN, found.missing().size()))) {
      out.field("missing", cid);
    }
    more(out, found.missingCount());
  }

  private static void findings(Text out, String name, List<Finding> findings, long count)
      throws IOException {
    for (Finding finding : findings.subList(0, Math.min(SHOWN, findings.size()))) {
      out.field(
          name, "%s at %d: %s".formatted(finding.code().id(), finding.offset(), finding.detail()));
    }
    more(out, count);
  }

  private static void more(Text out, long count) throws IOException {
    if (count > SHOWN) {
      out.field("", "and %d more".formatted(count - SHOWN));
    }
  }

  @Override
  public void json(JsonGenerator json) {
    json.writeBooleanProperty("valid", problemCount == 0);
    Json.cids(json, "roots", found.roots());
    json.writeNumberProperty("blocks", found.blocks());
    Json.cids(json, "missing", found.missing());
    json.writeArrayPropertyStart("problems");
    for (Finding problem : problems) {
      json.writeStartObject();
      json.writeStringProperty("code", problem.code().id());
      json.writeNumberProperty("offset", problem.offset());
      json.writeStringProperty("detail", problem.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
