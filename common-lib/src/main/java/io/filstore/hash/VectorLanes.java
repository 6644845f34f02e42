package io.filstore.hash;

import static java.lang.constant.ConstantDescs.DEFAULT_NAME;
import static jdk.incubator.vector.VectorOperators.AND;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.REVERSE_BYTES;
import static jdk.incubator.vector.VectorOperators.ROR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sixteen lanes of 512-bit vectors; the hidden copies that {@link VectorWidths} makes of this class
 * have as many as their class data says.
 *
 * <p>Written for C2: species and tables are constants, no vector crosses a call that is not
 * inlined, and a loop holds one round. Longer bodies gain nothing, compile for seconds, and past
 * about 3,000 bytecodes C2 gives up and boxes every vector. The new {@code e} is summed first and
 * {@code a} is derived from it ({@code a = e - d + ...}): that makes the chain from round to round
 * three operations long instead of four, with as many operations in all.
 */
final class VectorLanes implements Lanes {

  private static final VectorSpecies<Integer> S = species();
  private static final int L = S.length();
  private static final int[] INITIAL = Sha256Constants.initialState(L);
  private static final int[] ROUND = Sha256Constants.roundConstants(L);
  private static final int[] PADDING = Sha256Constants.paddingRounds(L);

  /** Clears the two top bits of a digest's or leaf's last byte. */
  private static final int LEAF_END = 0xffffff3f;

  private static final int PIECE = 16;
  private static final int PIECES = 4;
  private static final int[] LOW_WORDS = Selections.interleaved(L, 0);
  private static final int[] HIGH_WORDS = Selections.interleaved(L, 2);
  private static final int[] LOW_HALVES = Selections.halves(L, 0);
  private static final int[] HIGH_HALVES = Selections.halves(L, 2);

  private static final VectorSpecies<Byte> BYTES = S.withLanes(byte.class);

  @Override
  public int count() {
    return L;
  }

  /**
   * Piece {@code p} of lane {@code 4g + r} goes to place {@code g} of vector {@code 4p + r}; four
   * vectors then need only be transposed inside each 128 bits.
   */
  @Override
  public void gather(byte[] data, int[] offsets, int skip, byte[] pieces, int[] schedule, int at) {
    for (int lane = 0; lane < L; lane++) {
      int from = offsets[lane] + skip;
      int to = (lane & 3) * 4 * L + (lane >> 2) * PIECE;
      for (int p = 0; p < PIECES; p++) {
        ByteVector.fromArray(ByteVector.SPECIES_128, data, from + p * PIECE)
            .intoArray(pieces, to + p * 16 * L);
      }
    }
    for (int p = 0; p < PIECES; p++) {
      transpose(pieces, p * 16 * L, schedule, at + p * 4 * L);
    }
  }

  private static void transpose(byte[] pieces, int from, int[] schedule, int at) {
    IntVector lowWords = IntVector.fromArray(S, LOW_WORDS, 0);
    IntVector highWords = IntVector.fromArray(S, HIGH_WORDS, 0);
    IntVector lowHalves = IntVector.fromArray(S, LOW_HALVES, 0);
    IntVector highHalves = IntVector.fromArray(S, HIGH_HALVES, 0);
    IntVector r0 = words(pieces, from);
    IntVector r1 = words(pieces, from + 4 * L);
    IntVector r2 = words(pieces, from + 8 * L);
    IntVector r3 = words(pieces, from + 12 * L);
    IntVector low01 = lowWords.selectFrom(r0, r1);
    IntVector low23 = lowWords.selectFrom(r2, r3);
    IntVector high01 = highWords.selectFrom(r0, r1);
    IntVector high23 = highWords.selectFrom(r2, r3);
    lowHalves.selectFrom(low01, low23).intoArray(schedule, at);
    highHalves.selectFrom(low01, low23).intoArray(schedule, at + L);
    lowHalves.selectFrom(high01, high23).intoArray(schedule, at + 2 * L);
    highHalves.selectFrom(high01, high23).intoArray(schedule, at + 3 * L);
  }

  private static IntVector words(byte[] bytes, int offset) {
    return ByteVector.fromArray(BYTES, bytes, offset).reinterpretAsInts().lanewise(REVERSE_BYTES);
  }

  @Override
  public void compress(int[] schedule, int[] state) {
    IntVector a = IntVector.fromArray(S, state, 0);
    IntVector b = IntVector.fromArray(S, state, L);
    IntVector c = IntVector.fromArray(S, state, 2 * L);
    IntVector d = IntVector.fromArray(S, state, 3 * L);
    IntVector e = IntVector.fromArray(S, state, 4 * L);
    IntVector f = IntVector.fromArray(S, state, 5 * L);
    IntVector g = IntVector.fromArray(S, state, 6 * L);
    IntVector h = IntVector.fromArray(S, state, 7 * L);
    IntVector word = IntVector.fromArray(S, schedule, 0);
    IntVector two = IntVector.fromArray(S, schedule, 14 * L);
    IntVector one = IntVector.fromArray(S, schedule, 15 * L);
    for (int t = 0; t < 48 * L; t += L) {
      IntVector next =
          h.add(IntVector.fromArray(S, ROUND, t))
              .add(word)
              .add(d)
              .add(f.lanewise(XOR, g).lanewise(AND, e).lanewise(XOR, g))
              .add(
                  e.lanewise(ROR, 6)
                      .lanewise(XOR, e.lanewise(ROR, 11))
                      .lanewise(XOR, e.lanewise(ROR, 25)));
      h = g;
      g = f;
      f = e;
      e = next;
      next =
          next.sub(d)
              .add(a.lanewise(AND, b).lanewise(OR, a.lanewise(OR, b).lanewise(AND, c)))
              .add(
                  a.lanewise(ROR, 2)
                      .lanewise(XOR, a.lanewise(ROR, 13))
                      .lanewise(XOR, a.lanewise(ROR, 22)));
      d = c;
      c = b;
      b = a;
      a = next;
      IntVector following = IntVector.fromArray(S, schedule, t + L);
      next =
          word.add(IntVector.fromArray(S, schedule, t + 9 * L))
              .add(
                  following
                      .lanewise(ROR, 7)
                      .lanewise(XOR, following.lanewise(ROR, 18))
                      .lanewise(XOR, following.lanewise(LSHR, 3)))
              .add(
                  two.lanewise(ROR, 17)
                      .lanewise(XOR, two.lanewise(ROR, 19))
                      .lanewise(XOR, two.lanewise(LSHR, 10)));
      next.intoArray(schedule, t + 16 * L);
      word = following;
      two = one;
      one = next;
    }
    for (int t = 48 * L; t < 64 * L; t += L) {
      word = IntVector.fromArray(S, schedule, t);
      IntVector next =
          h.add(IntVector.fromArray(S, ROUND, t))
              .add(word)
              .add(d)
              .add(f.lanewise(XOR, g).lanewise(AND, e).lanewise(XOR, g))
              .add(
                  e.lanewise(ROR, 6)
                      .lanewise(XOR, e.lanewise(ROR, 11))
                      .lanewise(XOR, e.lanewise(ROR, 25)));
      h = g;
      g = f;
      f = e;
      e = next;
      next =
          next.sub(d)
              .add(a.lanewise(AND, b).lanewise(OR, a.lanewise(OR, b).lanewise(AND, c)))
              .add(
                  a.lanewise(ROR, 2)
                      .lanewise(XOR, a.lanewise(ROR, 13))
                      .lanewise(XOR, a.lanewise(ROR, 22)));
      d = c;
      c = b;
      b = a;
      a = next;
    }
    a.add(IntVector.fromArray(S, state, 0)).intoArray(state, 0);
    b.add(IntVector.fromArray(S, state, L)).intoArray(state, L);
    c.add(IntVector.fromArray(S, state, 2 * L)).intoArray(state, 2 * L);
    d.add(IntVector.fromArray(S, state, 3 * L)).intoArray(state, 3 * L);
    e.add(IntVector.fromArray(S, state, 4 * L)).intoArray(state, 4 * L);
    f.add(IntVector.fromArray(S, state, 5 * L)).intoArray(state, 5 * L);
    g.add(IntVector.fromArray(S, state, 6 * L)).intoArray(state, 6 * L);
    h.add(IntVector.fromArray(S, state, 7 * L)).intoArray(state, 7 * L);
  }

  @Override
  public void nodes(int[] left, int[] right, int[] digests, int at) {
    System.arraycopy(INITIAL, 0, digests, at, INITIAL.length);
    System.arraycopy(INITIAL, 0, digests, at + INITIAL.length, INITIAL.length);
    compressTwo(left, right, digests, at, at + STATE * L);
    padTwo(digests, at, at + STATE * L);
  }

  private static void compressTwo(int[] left, int[] right, int[] states, int at, int atRight) {
    IntVector a = IntVector.fromArray(S, states, at);
    IntVector b = IntVector.fromArray(S, states, at + 1 * L);
    IntVector c = IntVector.fromArray(S, states, at + 2 * L);
    IntVector d = IntVector.fromArray(S, states, at + 3 * L);
    IntVector e = IntVector.fromArray(S, states, at + 4 * L);
    IntVector f = IntVector.fromArray(S, states, at + 5 * L);
    IntVector g = IntVector.fromArray(S, states, at + 6 * L);
    IntVector h = IntVector.fromArray(S, states, at + 7 * L);
    IntVector ar = IntVector.fromArray(S, states, atRight);
    IntVector br = IntVector.fromArray(S, states, atRight + 1 * L);
    IntVector cr = IntVector.fromArray(S, states, atRight + 2 * L);
    IntVector dr = IntVector.fromArray(S, states, atRight + 3 * L);
    IntVector er = IntVector.fromArray(S, states, atRight + 4 * L);
    IntVector fr = IntVector.fromArray(S, states, atRight + 5 * L);
    IntVector gr = IntVector.fromArray(S, states, atRight + 6 * L);
    IntVector hr = IntVector.fromArray(S, states, atRight + 7 * L);
    IntVector word = IntVector.fromArray(S, left, 0);
    IntVector two = IntVector.fromArray(S, left, 14 * L);
    IntVector one = IntVector.fromArray(S, left, 15 * L);
    IntVector wordr = IntVector.fromArray(S, right, 0);
    IntVector twor = IntVector.fromArray(S, right, 14 * L);
    IntVector oner = IntVector.fromArray(S, right, 15 * L);
    IntVector next;
    IntVector following;
    for (int t = 0; t < 48 * L; t += L) {
      next =
          h.add(IntVector.fromArray(S, ROUND, t))
              .add(word)
              .add(d)
              .add(f.lanewise(XOR, g).lanewise(AND, e).lanewise(XOR, g))
              .add(
                  e.lanewise(ROR, 6)
                      .lanewise(XOR, e.lanewise(ROR, 11))
                      .lanewise(XOR, e.lanewise(ROR, 25)));
      h = g;
      g = f;
      f = e;
      e = next;
      next =
          next.sub(d)
              .add(a.lanewise(AND, b).lanewise(OR, a.lanewise(OR, b).lanewise(AND, c)))
              .add(
                  a.lanewise(ROR, 2)
                      .lanewise(XOR, a.lanewise(ROR, 13))
                      .lanewise(XOR, a.lanewise(ROR, 22)));
      d = c;
      c = b;
      b = a;
      a = next;
      following = IntVector.fromArray(S, left, t + L);
      next =
          word.add(IntVector.fromArray(S, left, t + 9 * L))
              .add(
                  following
                      .lanewise(ROR, 7)
                      .lanewise(XOR, following.lanewise(ROR, 18))
                      .lanewise(XOR, following.lanewise(LSHR, 3)))
              .add(
                  two.lanewise(ROR, 17)
                      .lanewise(XOR, two.lanewise(ROR, 19))
                      .lanewise(XOR, two.lanewise(LSHR, 10)));
      next.intoArray(left, t + 16 * L);
      word = following;
      two = one;
      one = next;
      next =
          hr.add(IntVector.fromArray(S, ROUND, t))
              .add(wordr)
              .add(dr)
              .add(fr.lanewise(XOR, gr).lanewise(AND, er).lanewise(XOR, gr))
              .add(
                  er.lanewise(ROR, 6)
                      .lanewise(XOR, er.lanewise(ROR, 11))
                      .lanewise(XOR, er.lanewise(ROR, 25)));
      hr = gr;
      gr = fr;
      fr = er;
      er = next;
      next =
          next.sub(dr)
              .add(ar.lanewise(AND, br).lanewise(OR, ar.lanewise(OR, br).lanewise(AND, cr)))
              .add(
                  ar.lanewise(ROR, 2)
                      .lanewise(XOR, ar.lanewise(ROR, 13))
                      .lanewise(XOR, ar.lanewise(ROR, 22)));
      dr = cr;
      cr = br;
      br = ar;
      ar = next;
      following = IntVector.fromArray(S, right, t + L);
      next =
          wordr
              .add(IntVector.fromArray(S, right, t + 9 * L))
              .add(
                  following
                      .lanewise(ROR, 7)
                      .lanewise(XOR, following.lanewise(ROR, 18))
                      .lanewise(XOR, following.lanewise(LSHR, 3)))
              .add(
                  twor.lanewise(ROR, 17)
                      .lanewise(XOR, twor.lanewise(ROR, 19))
                      .lanewise(XOR, twor.lanewise(LSHR, 10)));
      next.intoArray(right, t + 16 * L);
      wordr = following;
      twor = oner;
      oner = next;
    }
    for (int t = 48 * L; t < 64 * L; t += L) {
      next =
          h.add(IntVector.fromArray(S, ROUND, t))
              .add(IntVector.fromArray(S, left, t))
              .add(d)
              .add(f.lanewise(XOR, g).lanewise(AND, e).lanewise(XOR, g))
              .add(
                  e.lanewise(ROR, 6)
                      .lanewise(XOR, e.lanewise(ROR, 11))
                      .lanewise(XOR, e.lanewise(ROR, 25)));
      h = g;
      g = f;
      f = e;
      e = next;
      next =
          next.sub(d)
              .add(a.lanewise(AND, b).lanewise(OR, a.lanewise(OR, b).lanewise(AND, c)))
              .add(
                  a.lanewise(ROR, 2)
                      .lanewise(XOR, a.lanewise(ROR, 13))
                      .lanewise(XOR, a.lanewise(ROR, 22)));
      d = c;
      c = b;
      b = a;
      a = next;
      next =
          hr.add(IntVector.fromArray(S, ROUND, t))
              .add(IntVector.fromArray(S, right, t))
              .add(dr)
              .add(fr.lanewise(XOR, gr).lanewise(AND, er).lanewise(XOR, gr))
              .add(
                  er.lanewise(ROR, 6)
                      .lanewise(XOR, er.lanewise(ROR, 11))
                      .lanewise(XOR, er.lanewise(ROR, 25)));
      hr = gr;
      gr = fr;
      fr = er;
      er = next;
      next =
          next.sub(dr)
              .add(ar.lanewise(AND, br).lanewise(OR, ar.lanewise(OR, br).lanewise(AND, cr)))
              .add(
                  ar.lanewise(ROR, 2)
                      .lanewise(XOR, ar.lanewise(ROR, 13))
                      .lanewise(XOR, ar.lanewise(ROR, 22)));
      dr = cr;
      cr = br;
      br = ar;
      ar = next;
    }
    a.add(IntVector.fromArray(S, states, at)).intoArray(states, at);
    b.add(IntVector.fromArray(S, states, at + 1 * L)).intoArray(states, at + 1 * L);
    c.add(IntVector.fromArray(S, states, at + 2 * L)).intoArray(states, at + 2 * L);
    d.add(IntVector.fromArray(S, states, at + 3 * L)).intoArray(states, at + 3 * L);
    e.add(IntVector.fromArray(S, states, at + 4 * L)).intoArray(states, at + 4 * L);
    f.add(IntVector.fromArray(S, states, at + 5 * L)).intoArray(states, at + 5 * L);
    g.add(IntVector.fromArray(S, states, at + 6 * L)).intoArray(states, at + 6 * L);
    h.add(IntVector.fromArray(S, states, at + 7 * L)).intoArray(states, at + 7 * L);
    ar.add(IntVector.fromArray(S, states, atRight)).intoArray(states, atRight);
    br.add(IntVector.fromArray(S, states, atRight + 1 * L)).intoArray(states, atRight + 1 * L);
    cr.add(IntVector.fromArray(S, states, atRight + 2 * L)).intoArray(states, atRight + 2 * L);
    dr.add(IntVector.fromArray(S, states, atRight + 3 * L)).intoArray(states, atRight + 3 * L);
    er.add(IntVector.fromArray(S, states, atRight + 4 * L)).intoArray(states, atRight + 4 * L);
    fr.add(IntVector.fromArray(S, states, atRight + 5 * L)).intoArray(states, atRight + 5 * L);
    gr.add(IntVector.fromArray(S, states, atRight + 6 * L)).intoArray(states, atRight + 6 * L);
    hr.add(IntVector.fromArray(S, states, atRight + 7 * L)).intoArray(states, atRight + 7 * L);
  }

  private static void padTwo(int[] states, int at, int atRight) {
    IntVector a = IntVector.fromArray(S, states, at);
    IntVector b = IntVector.fromArray(S, states, at + 1 * L);
    IntVector c = IntVector.fromArray(S, states, at + 2 * L);
    IntVector d = IntVector.fromArray(S, states, at + 3 * L);
    IntVector e = IntVector.fromArray(S, states, at + 4 * L);
    IntVector f = IntVector.fromArray(S, states, at + 5 * L);
    IntVector g = IntVector.fromArray(S, states, at + 6 * L);
    IntVector h = IntVector.fromArray(S, states, at + 7 * L);
    IntVector ar = IntVector.fromArray(S, states, atRight);
    IntVector br = IntVector.fromArray(S, states, atRight + 1 * L);
    IntVector cr = IntVector.fromArray(S, states, atRight + 2 * L);
    IntVector dr = IntVector.fromArray(S, states, atRight + 3 * L);
    IntVector er = IntVector.fromArray(S, states, atRight + 4 * L);
    IntVector fr = IntVector.fromArray(S, states, atRight + 5 * L);
    IntVector gr = IntVector.fromArray(S, states, atRight + 6 * L);
    IntVector hr = IntVector.fromArray(S, states, atRight + 7 * L);
    IntVector next;
    for (int t = 0; t < 64 * L; t += L) {
      next =
          h.add(IntVector.fromArray(S, PADDING, t))
              .add(d)
              .add(f.lanewise(XOR, g).lanewise(AND, e).lanewise(XOR, g))
              .add(
                  e.lanewise(ROR, 6)
                      .lanewise(XOR, e.lanewise(ROR, 11))
                      .lanewise(XOR, e.lanewise(ROR, 25)));
      h = g;
      g = f;
      f = e;
      e = next;
      next =
          next.sub(d)
              .add(a.lanewise(AND, b).lanewise(OR, a.lanewise(OR, b).lanewise(AND, c)))
              .add(
                  a.lanewise(ROR, 2)
                      .lanewise(XOR, a.lanewise(ROR, 13))
                      .lanewise(XOR, a.lanewise(ROR, 22)));
      d = c;
      c = b;
      b = a;
      a = next;
      next =
          hr.add(IntVector.fromArray(S, PADDING, t))
              .add(dr)
              .add(fr.lanewise(XOR, gr).lanewise(AND, er).lanewise(XOR, gr))
              .add(
                  er.lanewise(ROR, 6)
                      .lanewise(XOR, er.lanewise(ROR, 11))
                      .lanewise(XOR, er.lanewise(ROR, 25)));
      hr = gr;
      gr = fr;
      fr = er;
      er = next;
      next =
          next.sub(dr)
              .add(ar.lanewise(AND, br).lanewise(OR, ar.lanewise(OR, br).lanewise(AND, cr)))
              .add(
                  ar.lanewise(ROR, 2)
                      .lanewise(XOR, ar.lanewise(ROR, 13))
                      .lanewise(XOR, ar.lanewise(ROR, 22)));
      dr = cr;
      cr = br;
      br = ar;
      ar = next;
    }
    a.add(IntVector.fromArray(S, states, at)).intoArray(states, at);
    b.add(IntVector.fromArray(S, states, at + 1 * L)).intoArray(states, at + 1 * L);
    c.add(IntVector.fromArray(S, states, at + 2 * L)).intoArray(states, at + 2 * L);
    d.add(IntVector.fromArray(S, states, at + 3 * L)).intoArray(states, at + 3 * L);
    e.add(IntVector.fromArray(S, states, at + 4 * L)).intoArray(states, at + 4 * L);
    f.add(IntVector.fromArray(S, states, at + 5 * L)).intoArray(states, at + 5 * L);
    g.add(IntVector.fromArray(S, states, at + 6 * L)).intoArray(states, at + 6 * L);
    h.add(IntVector.fromArray(S, states, at + 7 * L)).intoArray(states, at + 7 * L);
    ar.add(IntVector.fromArray(S, states, atRight)).intoArray(states, atRight);
    br.add(IntVector.fromArray(S, states, atRight + 1 * L)).intoArray(states, atRight + 1 * L);
    cr.add(IntVector.fromArray(S, states, atRight + 2 * L)).intoArray(states, atRight + 2 * L);
    dr.add(IntVector.fromArray(S, states, atRight + 3 * L)).intoArray(states, atRight + 3 * L);
    er.add(IntVector.fromArray(S, states, atRight + 4 * L)).intoArray(states, atRight + 4 * L);
    fr.add(IntVector.fromArray(S, states, atRight + 5 * L)).intoArray(states, atRight + 5 * L);
    gr.add(IntVector.fromArray(S, states, atRight + 6 * L)).intoArray(states, atRight + 6 * L);
    hr.add(IntVector.fromArray(S, states, atRight + 7 * L)).intoArray(states, atRight + 7 * L);
    IntVector.fromArray(S, states, at + 7 * L)
        .lanewise(AND, LEAF_END)
        .intoArray(states, at + 7 * L);
    IntVector.fromArray(S, states, atRight + 7 * L)
        .lanewise(AND, LEAF_END)
        .intoArray(states, atRight + 7 * L);
  }

  @Override
  public void fr32(int[] raw, int[] left, int[] right) {
    System.arraycopy(raw, 0, left, 0, 7 * L);
    IntVector.fromArray(S, raw, 7 * L).lanewise(AND, LEAF_END).intoArray(left, 7 * L);
    shiftedLeaf(raw, 8 * L, 2, left, 8 * L);
    shiftedLeaf(raw, 16 * L, 4, right, 0);
    shiftedLeaf(raw, 24 * L, 6, right, 8 * L);
  }

  private static void shiftedLeaf(int[] raw, int from, int bits, int[] leaves, int at) {
    IntVector before = IntVector.fromArray(S, raw, from - L).lanewise(REVERSE_BYTES);
    for (int i = 0; i < 8 * L; i += L) {
      IntVector word = IntVector.fromArray(S, raw, from + i).lanewise(REVERSE_BYTES);
      word.lanewise(LSHL, bits)
          .lanewise(OR, before.lanewise(LSHR, Integer.SIZE - bits))
          .lanewise(REVERSE_BYTES)
          .intoArray(leaves, at + i);
      before = word;
    }
    IntVector.fromArray(S, leaves, at + 7 * L)
        .lanewise(AND, LEAF_END)
        .intoArray(leaves, at + 7 * L);
  }

  private static VectorSpecies<Integer> species() {
    try {
      VectorSpecies<?> given =
          MethodHandles.classData(MethodHandles.lookup(), DEFAULT_NAME, VectorSpecies.class);
      return given == null ? IntVector.SPECIES_512 : given.check(int.class);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("a class may read its own data", e);
    }
  }
}
