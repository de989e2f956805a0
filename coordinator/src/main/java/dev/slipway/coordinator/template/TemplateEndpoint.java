package dev.slipway.coordinator.template;

import dev.slipway.coordinator.build.Refusal;
import dev.slipway.v1.GetTemplateRequest;
import dev.slipway.v1.ListTemplatesRequest;
import dev.slipway.v1.ListTemplatesResponse;
import dev.slipway.v1.TemplateParameter;
import dev.slipway.v1.TemplateServiceGrpc;
import io.grpc.stub.StreamObserver;
import jakarta.inject.Singleton;

/** TemplateService: what the templates are, for people and programs. */
@Singleton
class TemplateEndpoint extends TemplateServiceGrpc.TemplateServiceImplBase {
  private static final String COLLECTION = "templates/";
  private final Templates templates;

  TemplateEndpoint(Templates templates) {
    this.templates = templates;
  }

  @Override
  public void getTemplate(
      GetTemplateRequest request, StreamObserver<dev.slipway.v1.Template> answer) {
    var name = request.getName();
    if (!name.startsWith(COLLECTION)) {
      throw Refusal.badField("name", "\"" + name + "\" is not of the form templates/{template}.");
    }
    var template =
        templates
            .find(name.substring(COLLECTION.length()))
            .orElseThrow(() -> Refusal.notFound(name));
    answer.onNext(message(template));
    answer.onCompleted();
  }

  @Override
  public void listTemplates(
      ListTemplatesRequest request, StreamObserver<ListTemplatesResponse> answer) {
    var all = templates.all().stream().map(TemplateEndpoint::message).toList();
    answer.onNext(ListTemplatesResponse.newBuilder().addAllTemplates(all).build());
    answer.onCompleted();
  }

  private static dev.slipway.v1.Template message(Template template) {
    var message =
        dev.slipway.v1.Template.newBuilder()
            .setName(COLLECTION + template.id())
            .setDescription(template.description())
            .addAllSteps(template.steps().stream().map(Template.Step::id).toList());
    for (var parameter : template.parameters()) {
      message.addParameters(
          TemplateParameter.newBuilder()
              .setName(parameter.name())
              .setDescription(parameter.description())
              .setDefaultValue(parameter.defaultValue())
              .setPattern(parameter.pattern().pattern()));
    }
    return message.build();
  }
}
