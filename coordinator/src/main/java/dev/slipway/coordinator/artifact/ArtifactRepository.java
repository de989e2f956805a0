package dev.slipway.coordinator.artifact;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which builds have which artifacts. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ArtifactRepository extends GenericRepository<ArtifactRow, UUID> {

  @Query(
      """
      INSERT INTO artifact (build_id, name, sha256, size_bytes, media_type, site)
      VALUES (:buildId, :name, :sha256, :sizeBytes, :mediaType, :site)
      """)
  void insert(
      UUID buildId, String name, String sha256, long sizeBytes, String mediaType, boolean site);

  @Query(
      """
      SELECT build_id, name, sha256, size_bytes, media_type, site
      FROM artifact
      WHERE build_id = :buildId
      ORDER BY name
      """)
  List<ArtifactRow> list(UUID buildId);

  @Query(
      """
      SELECT build_id, name, sha256, size_bytes, media_type, site
      FROM artifact
      WHERE build_id = :buildId
        AND site
      """)
  Optional<ArtifactRow> findSite(UUID buildId);

  @Query(
      """
      SELECT count(*)
      FROM build_request
      WHERE tenant_id = :tenantId
        AND build_id = :buildId
      """)
  long countBuilds(String tenantId, UUID buildId);
}
