package io.filstore.gateway.dealstatus;

import java.util.Set;

/**
 * What a subscription is about: everything of one's own, or the named things. Pieces are named by
 * their v1 CID.
 *
 * @param all whether the sets do not matter
 */
record Topic(boolean all, Set<String> uploads, Set<String> pieces, Set<String> deals) {

  /** Whether an event, of which the account owns the given uploads, belongs here. */
  boolean covers(Audience audience, Set<String> ownUploads) {
    return !ownUploads.isEmpty()
        && (all
            || audience.isDeal(deals)
            || audience.isAboutPiece(pieces)
            || ownUploads.stream().anyMatch(uploads::contains));
  }
}
