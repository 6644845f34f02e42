package io.filstore.dataprep.rebuild;

import com.github.kagkarlsson.scheduler.task.Task;
import io.filstore.blob.FolderBlobStore;
import io.filstore.client.deal.ProviderAddresses;
import io.filstore.dataprep.packing.Repacking;
import io.filstore.db.piece.DamagedCars;
import io.filstore.db.piece.PieceHolders;
import io.filstore.db.piece.Pieces;
import io.filstore.db.upload.Uploads;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** The wiring of the package. */
@Configuration(proxyBeanMethods = false)
class RebuildConfiguration {

  @Bean
  Task<Void> rebuildTask(
      Pieces pieces,
      Uploads uploads,
      DamagedCars damaged,
      PieceHolders holders,
      FolderBlobStore carStore,
      Repacking repacking,
      RebuildProperties properties,
      @Value("${filstore.packing.free-space-reserve}") DataSize reserve,
      Clock clock) {
    ProviderAddresses addresses =
        properties.anywhere() ? ProviderAddresses.any() : ProviderAddresses.publicOnly();
    return new RebuildJob(
            new RebuildCar(
                pieces,
                uploads,
                damaged,
                carStore,
                repacking,
                holders,
                new ProviderCopies(addresses),
                reserve.toBytes()),
            clock)
        .task();
  }
}
