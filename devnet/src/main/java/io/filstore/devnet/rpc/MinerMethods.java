package io.filstore.devnet.rpc;

import static io.filstore.devnet.rpc.RpcMethod.read;

import io.filstore.devnet.actors.WorldState;
import io.filstore.devnet.actors.miner.Miner;
import io.filstore.devnet.actors.miner.Sector;
import io.filstore.devnet.actors.runtime.Limits;
import io.filstore.devnet.chain.HeadView;
import io.filstore.devnet.chain.MinerAddresses;
import io.filstore.devnet.chain.TipsetIds;
import io.filstore.filecoin.FilAddress;
import io.filstore.multiformats.Multibase;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Questions about miner actors. */
final class MinerMethods implements MethodGroup {
  private static final int WINDOW_POST_32GIB = 13;

  /** Identity multihash of 36 bytes; protobuf: key type Ed25519, 32 bytes. */
  private static final byte[] PEER_ID_HEAD = {0x00, 0x24, 0x08, 0x01, 0x12, 0x20};

  private static final int PARTITION_SECTORS = 2349;
  private static final BigInteger VERIFIED_MULTIPLIER = BigInteger.TEN;

  private final Tipsets tipsets;
  private final MinerAddresses addresses;

  MinerMethods(NodeView node, MinerAddresses addresses) {
    this.tipsets = new Tipsets(node);
    this.addresses = addresses;
  }

  @Override
  public List<RpcMethod> methods() {
    return List.of(
        read("StateListMiners", 1, this::list),
        read("StateMinerInfo", 2, this::info),
        read("StateMinerPower", 2, this::power),
        read("StateMinerFaults", 2, this::faults),
        read("StateSectorExpiration", 3, this::expiration),
        read("StateMinerInitialPledgeForSector", 4, this::pledge),
        read("StateCirculatingSupply", 1, this::supply));
  }

  private Result list(Params params) {
    ArrayNode miners = LotusJson.array();
    tipsets.at(params, 0).state().miners().all().forEach(m -> miners.add(LotusJson.id(m.id())));
    return Result.of(miners);
  }

  private Result supply(Params params) {
    tipsets.at(params, 0);
    return Result.of(LotusJson.big(Limits.circulatingSupply()));
  }

  /**
   * The share of the supply that consensus asks for (builtin-actors miner monies.rs), and at most
   * one FIL for 32 GiB of quality-adjusted power.
   */
  private Result pledge(Params params) {
    tipsets.at(params, 3);
    BigInteger raw = BigInteger.valueOf(params.integer(1, "*abi.SectorSize"));
    BigInteger verified = BigInteger.valueOf(params.integer(2, "*uint64"));
    BigInteger power = raw.add(verified.multiply(VERIFIED_MULTIPLIER.subtract(BigInteger.ONE)));
    BigInteger share =
        Limits.circulatingSupply()
            .multiply(BigInteger.valueOf(30))
            .divide(BigInteger.valueOf(100))
            .multiply(power)
            .divide(Limits.baselinePower().max(power));
    BigInteger most = BigInteger.TEN.pow(18).multiply(power).shiftRight(35);
    return Result.of(LotusJson.big(share.min(most)));
  }

  private static Miner miner(HeadView view, FilAddress address) {
    return Optional.of(address)
        .filter(a -> a.protocol() == FilAddress.Protocol.ID)
        .flatMap(a -> view.state().miners().find(a.actorId()))
        .orElseThrow(() -> RpcException.application("failed to load miner actor: actor not found"));
  }

  private Result info(Params params) {
    Miner miner = miner(tipsets.at(params, 1), params.address(0));
    ObjectNode info =
        LotusJson.object()
            .put("Owner", LotusJson.id(miner.owner()))
            .put("Worker", LotusJson.id(miner.worker()))
            .put("NewWorker", "<empty>");
    info.set("ControlAddresses", LotusJson.array());
    info.put("WorkerChangeEpoch", -1);
    info.put("PeerId", peerId(miner.id()));
    info.set("Multiaddrs", multiaddrs(miner.id()));
    info.put("WindowPoStProofType", WINDOW_POST_32GIB)
        .put("SectorSize", miner.sectorSize())
        .put("WindowPoStPartitionSectors", PARTITION_SECTORS)
        .put("ConsensusFaultElapsed", -1)
        .putNull("PendingOwnerAddress")
        .put("Beneficiary", LotusJson.id(miner.owner()));
    info.set(
        "BeneficiaryTerm",
        LotusJson.object().put("Quota", "0").put("UsedQuota", "0").put("Expiration", 0));
    return Result.of(info.putNull("PendingBeneficiaryTerm"));
  }

  /** The identity of an Ed25519 key that follows from the miner's id; nobody has the key. */
  private static String peerId(long miner) {
    byte[] key =
        TipsetIds.hash(("devnet peer of f0" + miner).getBytes(StandardCharsets.UTF_8))
            .multihash()
            .digest();
    byte[] identity = Arrays.copyOf(PEER_ID_HEAD, PEER_ID_HEAD.length + key.length);
    System.arraycopy(key, 0, identity, PEER_ID_HEAD.length, key.length);
    return Multibase.BASE58BTC.encode(identity).substring(1);
  }

  private ArrayNode multiaddrs(long miner) {
    ArrayNode all = LotusJson.array();
    addresses.of(miner).ifPresent(address -> all.add(LotusJson.base64(address)));
    return all;
  }

  private Result power(Params params) {
    HeadView view = tipsets.at(params, 1);
    Miner miner = miner(view, params.address(0));
    ObjectNode json = LotusJson.object();
    json.set("MinerPower", power(view.state(), s -> s.miner() == miner.id() && !s.faulty()));
    json.set("TotalPower", power(view.state(), s -> !s.faulty()));
    return Result.of(json.put("HasMinPower", true));
  }

  /**
   * As go-bitfield writes it (rle/rleplus.go, MarshalJSON): lengths of runs, the first one of
   * zeros; nothing set is {@code [0]}.
   */
  private Result faults(Params params) {
    HeadView view = tipsets.at(params, 1);
    long miner = miner(view, params.address(0)).id();
    ArrayNode runs = LotusJson.array();
    long end = 0;
    long run = 0;
    for (long sector : faulty(view.state(), miner)) {
      if (run > 0 && sector > end) {
        runs.add(run);
        run = 0;
      }
      if (run == 0) {
        runs.add(sector - end);
      }
      run++;
      end = sector + 1;
    }
    return Result.of(runs.add(run));
  }

  /**
   * An error for a sector that never was, was terminated, or expired (lotus GetSectorExpiration).
   */
  private Result expiration(Params params) {
    HeadView view = tipsets.at(params, 2);
    long miner = miner(view, params.address(0)).id();
    long number = params.integer(1, "*abi.SectorNumber");
    return view.state()
        .miners()
        .sector(miner, number)
        .map(sector ->
            Result.of(LotusJson.object().put("OnTime", sector.expiration()).put("Early", 0)))
        .orElseThrow(() -> RpcException.application("failed to find sector " + number));
  }

  private static long[] faulty(WorldState state, long miner) {
    return state.miners().sectors().stream()
        .filter(sector -> sector.miner() == miner && sector.faulty())
        .mapToLong(Sector::number)
        .sorted()
        .toArray();
  }

  private static ObjectNode power(WorldState state, Predicate<Sector> which) {
    BigInteger raw = sum(state, which);
    BigInteger verified = sum(state, which.and(Sector::verified));
    BigInteger bonus = verified.multiply(VERIFIED_MULTIPLIER.subtract(BigInteger.ONE));
    return LotusJson.object()
        .put("RawBytePower", LotusJson.big(raw))
        .put("QualityAdjPower", LotusJson.big(raw.add(bonus)));
  }

  private static BigInteger sum(WorldState state, Predicate<Sector> which) {
    return BigInteger.valueOf(
        state.miners().sectors().stream().filter(which).mapToLong(Sector::pieceSize).sum());
  }
}
