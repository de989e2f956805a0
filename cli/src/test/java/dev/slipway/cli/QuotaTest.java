package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.cli.fake.FakeCoordinator;
import dev.slipway.cli.fake.Refusals;
import dev.slipway.v1.GetQuotaRequest;
import dev.slipway.v1.GetQuotaUsageRequest;
import dev.slipway.v1.ListQuotasRequest;
import dev.slipway.v1.ListQuotasResponse;
import dev.slipway.v1.Quota;
import dev.slipway.v1.QuotaUsage;
import dev.slipway.v1.UpdateQuotaRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuotaTest {
  private final FakeCoordinator coordinator = new FakeCoordinator();
  private final Cli cli = Cli.with(coordinator.address());

  @AfterEach
  void stop() {
    coordinator.close();
  }

  @Test
  void setSendsAmountsInTheUnitsOfTheProtocol() {
    Cli.Result result =
        cli.run(
            "quota",
            "set",
            "tenants/acme",
            "--running",
            "5",
            "--cpu",
            "8",
            "--memory",
            "16Gi",
            "--queued",
            "100",
            "--per-hour",
            "50",
            "--storage",
            "10Gi");

    assertThat(result.exit()).isZero();
    assertThat(result.lines())
        .containsExactly(
            "running     5",
            "cpu         8 CPU",
            "memory      16 GiB",
            "queued      100",
            "per hour    50",
            "storage     10 GiB");
    UpdateQuotaRequest sent = coordinator.quotas.answers.only(UpdateQuotaRequest.class);
    assertThat(sent.getUpdateMask().getPathsList())
        .containsExactly(
            "running", "cpu_millis", "memory_mib", "queued", "builds_per_hour", "storage_bytes");
    assertThat(sent.getQuota())
        .isEqualTo(
            Quota.newBuilder()
                .setName("tenants/acme/quota")
                .setRunning(5)
                .setCpuMillis(8_000)
                .setMemoryMib(16_384)
                .setQueued(100)
                .setBuildsPerHour(50)
                .setStorageBytes(10L << 30)
                .build());
  }

  @Test
  void noneRemovesALimitAndLeavesTheOthers() {
    Cli.Result result = cli.run("quota", "set", "cluster", "--running", "none");

    UpdateQuotaRequest sent = coordinator.quotas.answers.only(UpdateQuotaRequest.class);
    assertThat(sent.getUpdateMask().getPathsList()).containsExactly("running");
    assertThat(sent.getQuota()).isEqualTo(Quota.newBuilder().setName("cluster/quota").build());
    assertThat(result.lines()).first().isEqualTo("running     none");
  }

  @Test
  void setOfNothingIsRefused() {
    Cli.Result result = cli.run("quota", "set", "cluster");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("nothing to set");
    assertThat(cli.run("quota", "set", "cluster", "--running", "few").err())
        .contains("'few' is neither a number nor none");
    assertThat(coordinator.quotas.answers.requests()).isEmpty();
  }

  @Test
  void getShowsTheTenantsLimitsByDefault() {
    coordinator.quotas.quota =
        Quota.newBuilder().setName("tenants/default/quota").setRunning(0).build();

    Cli.Result result = cli.run("quota", "get");

    assertThat(result.lines()).startsWith("running     0", "cpu         none");
    assertThat(coordinator.quotas.answers.only(GetQuotaRequest.class).getName())
        .isEqualTo("tenants/default/quota");
  }

  @Test
  void usageStandsBesideTheLimit() {
    coordinator.quotas.usage =
        QuotaUsage.newBuilder()
            .addEntries(entry("running", 2).setLimit(5))
            .addEntries(entry("cpu_millis", 2_500))
            .addEntries(entry("memory_mib", 3_072).setLimit(16_384))
            .build();

    Cli.Result result = cli.run("quota", "usage", "--project", "shop");

    assertThat(result.lines())
        .containsExactly(
            "WHAT     USED     LIMIT",
            "running  2        5",
            "cpu      2.5 CPU  none",
            "memory   3 GiB    16 GiB");
    assertThat(coordinator.quotas.answers.only(GetQuotaUsageRequest.class).getName())
        .isEqualTo("tenants/default/projects/shop/quota");
  }

  @Test
  void listHasARowForEachScopeThatHasALimit() {
    coordinator.quotas.quotas =
        ListQuotasResponse.newBuilder()
            .addQuotas(Quota.newBuilder().setName("cluster/quota").setRunning(9))
            .addQuotas(Quota.newBuilder().setName("tenants/acme/quota").setQueued(7))
            .build();

    Cli.Result result = cli.run("quota", "list", "cluster");

    assertThat(result.lines())
        .containsExactly(
            "SCOPE         RUNNING  CPU  MEMORY  QUEUED  PER HOUR  STORAGE",
            "cluster       9        -    -       -       -         -",
            "tenants/acme  -        -    -       7       -         -");
    assertThat(coordinator.quotas.answers.only(ListQuotasRequest.class).getScope())
        .isEqualTo("cluster");
    assertThat(cli.run("quota", "list", "cluster", "-o", "json").lines())
        .containsExactly(
            "{\"name\":\"cluster/quota\",\"running\":9}",
            "{\"name\":\"tenants/acme/quota\",\"queued\":7}");
  }

  @Test
  void refusalNamesTheField() {
    coordinator.quotas.answers.refusal =
        Refusals.badField("the quota is wrong", "quota.storage_bytes", "only a tenant has storage");

    Cli.Result result = cli.run("quota", "set", "--chat", "c1", "--storage", "1Gi");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("quota.storage_bytes: only a tenant has storage");
  }

  @Test
  void commandWithoutASubcommandSaysWhichThereAre() {
    Cli.Result result = cli.run("quota");

    assertThat(result.exit()).isEqualTo(2);
    assertThat(result.err()).contains("`slipway quota --help`");
  }

  private static QuotaUsage.Entry.Builder entry(String resource, long used) {
    return QuotaUsage.Entry.newBuilder().setResource(resource).setUsed(used);
  }
}
