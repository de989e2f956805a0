package dev.slipway.cli.queue;

import dev.slipway.cli.option.CpuAmount;
import dev.slipway.cli.option.MemoryAmount;
import dev.slipway.cli.option.PriorityName;
import dev.slipway.v1.SimulatedBuild;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code tenant=acme,chat=c1,count=10}. The tenant may be left out, and is then empty. */
final class BuildsWord implements ITypeConverter<SimulatedBuild> {
  @Override
  public SimulatedBuild convert(String value) {
    SimulatedBuild.Builder builds = SimulatedBuild.newBuilder().setCount(1);
    Assignments.of(value).forEach((key, field) -> set(key, field, builds));
    return builds.build();
  }

  private static void set(String key, String field, SimulatedBuild.Builder builds) {
    switch (key) {
      case "tenant" -> builds.setParent("tenants/" + field);
      case "project" -> builds.setProject(field);
      case "chat" -> builds.setChat(field);
      case "template" -> builds.setTemplate(field);
      case "count" -> builds.setCount(Assignments.number(key, field));
      case "priority" -> builds.setPriority(PriorityName.of(field));
      case "cpu" ->
          builds
              .getResourcesBuilder()
              .setCpuMillis(Math.toIntExact(new CpuAmount().convert(field)));
      case "memory" ->
          builds
              .getResourcesBuilder()
              .setMemoryMib(Math.toIntExact(new MemoryAmount().convert(field)));
      default ->
          throw new TypeConversionException(
              "'"
                  + key
                  + "' says nothing of a build; there are count, tenant, project, chat, template,"
                  + " priority, cpu, memory");
    }
  }
}
