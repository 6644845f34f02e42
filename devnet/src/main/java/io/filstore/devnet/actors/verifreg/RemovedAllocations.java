package io.filstore.devnet.actors.verifreg;

import io.filstore.devnet.actors.runtime.ExitCode;
import io.filstore.filecoin.AttoFil;
import io.filstore.ipld.CborWriter;
import java.math.BigInteger;
import java.util.List;

/**
 * Result of RemoveExpiredAllocations.
 *
 * @param considered ids looked at, in order
 * @param results one exit code per id
 * @param recovered bytes of DataCap given back
 */
public record RemovedAllocations(List<Long> considered, List<ExitCode> results, long recovered) {

  /** {@code [considered, [successCount, [[index, code]...]], datacap]} (verifreg types.rs). */
  public byte[] cbor() {
    CborWriter out = new CborWriter().array(3).array(considered.size());
    considered.forEach(out::uint);
    long failed = results.stream().filter(code -> code != ExitCode.OK).count();
    out.array(2).uint(results.size() - failed).array((int) failed);
    for (int i = 0; i < results.size(); i++) {
      if (results.get(i) != ExitCode.OK) {
        out.array(2).uint(i).uint(results.get(i).value());
      }
    }
    AttoFil dataCap = new AttoFil(BigInteger.valueOf(recovered));
    return out.bytes(dataCap.cborBytes()).toBytes();
  }
}
