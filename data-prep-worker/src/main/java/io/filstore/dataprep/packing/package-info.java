/**
 * One upload, read once: staged files become a CARv1 in the CAR store, its root CID, its piece CID,
 * and a row per file and folder. {@link io.filstore.dataprep.packing.PackUpload} is the job, {@link
 * io.filstore.dataprep.packing.CarBuild} the single pass.
 */
@NullMarked
package io.filstore.dataprep.packing;

import org.jspecify.annotations.NullMarked;
