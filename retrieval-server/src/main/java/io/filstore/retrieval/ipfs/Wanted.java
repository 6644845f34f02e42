package io.filstore.retrieval.ipfs;

import io.filstore.multiformats.Cid;
import io.filstore.unixfs.EntityReader;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** In which form the content is wanted. */
sealed interface Wanted {

  /** Media type of a bare block. */
  String RAW_TYPE = "application/vnd.ipld.raw";

  String CAR_TYPE = "application/vnd.ipld.car";

  String TAR_TYPE = "application/x-tar";

  /** One block. */
  record Raw() implements Wanted {}

  /**
   * A CARv1 stream, depth first.
   *
   * @param bytes the part of a file that is wanted; null for all of it
   */
  record Car(Scope scope, @Nullable EntityBytes bytes, boolean duplicates) implements Wanted {
    String contentType() {
      return CAR_TYPE + "; version=1; order=dfs; dups=" + (duplicates ? "y" : "n");
    }

    EntityReader.Part part() {
      return bytes == null ? EntityReader.Part.WHOLE : bytes;
    }
  }

  /**
   * A block under the media type of its codec, or a file with JSON in it. Nothing is converted
   * (IPIP-0524).
   *
   * @param elsePlain whether the caller takes content of any type when this one does not fit
   * @param listing whether a folder may be answered by its JSON listing
   */
  record Coded(Format format, boolean elsePlain, boolean listing) implements Wanted {}

  /** Files and folders as a tar archive. */
  record Tar() implements Wanted {}

  /**
   * The bytes of a file, or a listing of a folder.
   *
   * @param page whether a page for people is asked for by its name
   */
  record Plain(boolean page) implements Wanted {}

  /** How much below the end of the path a CAR holds. */
  enum Scope {
    BLOCK,
    ENTITY,
    ALL
  }

  /** Codecs that have a media type of their own. */
  enum Format {
    JSON("json", "application/json", "json", Set.of(Cid.JSON, Cid.DAG_JSON)),
    CBOR("cbor", "application/cbor", "cbor", Set.of(Cid.CBOR, Cid.DAG_CBOR)),
    DAG_JSON("dag-json", "application/vnd.ipld.dag-json", "json", Set.of(Cid.DAG_JSON)),
    DAG_CBOR("dag-cbor", "application/vnd.ipld.dag-cbor", "cbor", Set.of(Cid.DAG_CBOR));

    private final String text;
    private final String mediaType;
    private final String extension;
    private final Set<Long> codecs;

    /**
     * @param codecs whose blocks are this format without a byte changed
     */
    Format(String text, String mediaType, String extension, Set<Long> codecs) {
      this.text = text;
      this.mediaType = mediaType;
      this.extension = extension;
      this.codecs = codecs;
    }

    /** The format called like this in {@code format=}. */
    static Optional<Format> named(String text) {
      return Arrays.stream(values()).filter(format -> format.text.equals(text)).findFirst();
    }

    static Optional<Format> ofMediaType(String mediaType) {
      return Arrays.stream(values())
          .filter(format -> format.mediaType.equals(mediaType))
          .findFirst();
    }

    /** The format that a block of this codec has by itself. */
    static Optional<Format> ofCodec(long codec) {
      // The later one is the closer one: dag-json is also JSON.
      return Arrays.stream(values()).filter(format -> format.holds(codec)).reduce((_, b) -> b);
    }

    boolean holds(long codec) {
      return codecs.contains(codec);
    }

    /** As in {@code format=}. */
    String text() {
      return text;
    }

    String mediaType() {
      return mediaType;
    }

    /** Of file names, without a dot. */
    String extension() {
      return extension;
    }
  }
}
