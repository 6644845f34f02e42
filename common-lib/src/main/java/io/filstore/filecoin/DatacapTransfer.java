package io.filstore.filecoin;

import io.filstore.ipld.CborReader;
import io.filstore.ipld.CborWriter;
import io.filstore.multiformats.FormatException;
import java.math.BigInteger;
import java.util.List;

/**
 * The message to f07 by which a client allocates DataCap: a transfer to f06 of exactly the sum of
 * the padded sizes, with the allocation requests as operator data (builtin-actors datacap,
 * verifreg).
 *
 * @param to receiver of the tokens, f06 for allocations
 * @param amount in base units of DataCap, 10^18 per byte
 * @param requests in the order in which allocation ids come back
 */
public record DatacapTransfer(FilAddress to, AttoFil amount, List<AllocationRequest> requests) {

  /** FRC-42 number of Transfer. */
  public static final long METHOD = 80475954;

  /** Base units of one byte of DataCap. */
  public static final BigInteger UNITS_PER_BYTE = BigInteger.TEN.pow(18);

  public DatacapTransfer {
    requests = List.copyOf(requests);
  }

  /** Parameters of the message that allocates all requests or none. */
  public static byte[] params(List<AllocationRequest> requests) {
    return new CborWriter()
        .array(3)
        .bytes(FilAddress.VERIFREG.bytes())
        .bytes(amountOf(requests).cborBytes())
        .bytes(operatorData(requests))
        .toBytes();
  }

  /** Base units that the requests cost together. */
  public static AttoFil amountOf(List<AllocationRequest> requests) {
    BigInteger bytes =
        requests.stream()
            .map(request -> BigInteger.valueOf(request.size().bytes()))
            .reduce(BigInteger.ZERO, BigInteger::add);
    return new AttoFil(bytes.multiply(UNITS_PER_BYTE));
  }

  /**
   * Reads parameters. Claim extensions, which share the operator data, are not read.
   *
   * @throws FormatException for other bytes
   */
  public static DatacapTransfer decodeParams(byte[] cbor) {
    return ChainCbor.decode(cbor, DatacapTransfer::readParams);
  }

  /**
   * The return value of a transfer that made allocations.
   *
   * @param fromBalance DataCap left to the client, base units
   * @param toBalance DataCap of the receiver afterwards, base units
   * @param allocationIds in the order of the requests
   */
  public static byte[] encodeReturn(
      AttoFil fromBalance, AttoFil toBalance, List<Long> allocationIds) {
    CborWriter recipient = new CborWriter().array(3);
    batch(recipient, allocationIds.size());
    batch(recipient, 0);
    recipient.array(allocationIds.size());
    allocationIds.forEach(recipient::uint);
    return new CborWriter()
        .array(3)
        .bytes(fromBalance.cborBytes())
        .bytes(toBalance.cborBytes())
        .bytes(recipient.toBytes())
        .toBytes();
  }

  /**
   * The ids of the new allocations, in the order of the requests.
   *
   * @throws FormatException for bytes that are not the return value of such a transfer
   */
  public static List<Long> decodeReturn(byte[] cbor) {
    return ChainCbor.decode(cbor, DatacapTransfer::readReturn);
  }

  private static byte[] operatorData(List<AllocationRequest> requests) {
    CborWriter out = new CborWriter().array(2).array(requests.size());
    requests.forEach(request -> request.write(out));
    return out.array(0).toBytes();
  }

  private static DatacapTransfer readParams(CborReader in) {
    in.array(3);
    FilAddress to = ChainCbor.address(in);
    AttoFil amount = ChainCbor.amount(in);
    return new DatacapTransfer(
        to, amount, ChainCbor.decode(in.bytes(), DatacapTransfer::readOperatorData));
  }

  private static List<AllocationRequest> readOperatorData(CborReader in) {
    in.array(2);
    List<AllocationRequest> requests = ChainCbor.list(in, AllocationRequest::read);
    in.array(0);
    return requests;
  }

  private static List<Long> readReturn(CborReader in) {
    in.array(3);
    ChainCbor.amount(in);
    ChainCbor.amount(in);
    return ChainCbor.decode(in.bytes(), DatacapTransfer::readRecipientData);
  }

  private static List<Long> readRecipientData(CborReader in) {
    in.array(3);
    in.skip();
    in.skip();
    return ChainCbor.list(in, CborReader::uint);
  }

  /** A batch result without failures: number of successes and the list of failures. */
  private static void batch(CborWriter out, int successes) {
    out.array(2).uint(successes).array(0);
  }
}
