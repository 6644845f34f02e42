package io.filstore.pack;

import io.filstore.multiformats.Cid;
import io.filstore.piece.PieceCommitment;

/**
 * A finished CAR as a piece.
 *
 * @param number 0 for the first
 * @param root the one root in its header, present in it: for the last piece that of everything
 *     packed, for others the node with the largest subtree that is whole in it
 * @param commitment over the CAR's bytes; its raw size is the CAR's length
 * @param blocks sections, each distinct block once
 */
public record PackedPiece(int number, Cid root, PieceCommitment commitment, long blocks) {}
