package io.tidelock.sandbox.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import graphql.ExceptionWhileDataFetching;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.Scalars;
import graphql.schema.GraphQLCodeRegistry;
import graphql.schema.GraphQLScalarType;
import graphql.schema.GraphQLSchema;
import graphql.schema.TypeResolver;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import io.tidelock.sandbox.forge.Forge;
import io.tidelock.sandbox.forge.Refused;
import io.tidelock.sandbox.http.Answer;
import io.tidelock.sandbox.http.Ask;
import io.tidelock.sandbox.http.Door;
import io.tidelock.sandbox.http.Reply;
import io.tidelock.sandbox.json.Json;
import io.tidelock.sandbox.json.Links;
import io.tidelock.sandbox.json.PullJson;
import io.tidelock.sandbox.model.Account;
import io.tidelock.sandbox.model.Permission;
import io.tidelock.sandbox.model.Repo;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The GraphQL API's front. */
public final class Graph implements Door {
    /** Made at the first question, and once for all sandboxes: it takes a while, and holds nothing of any of them. */
    private static final class Engine {
        static final GraphQL GRAPHQL = GraphQL.newGraphQL(schema()).build();
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Forge forge;
    private final PullJson json;

    public Graph(Forge forge, PullJson json) {
        this.forge = forge;
        this.json = json;
    }

    @Override
    public boolean serve(Ask ask, Reply reply) throws IOException {
        if (!ask.path().equals("/api/graphql")) {
            return false;
        }
        String credential = ask.credential();
        Account account = credential == null ? null : forge.world.locked(() -> forge.world.byToken(credential));
        if (account == null) {
            String message = credential == null ? "This endpoint requires you to be authenticated." : "Bad credentials";
            reply.send(answer(
                    401, Json.object("message", message, "documentation_url", "https://docs.github.com/graphql")));
            return true;
        }
        ask.by(account.login);
        reply.send(answer(200, execute(ask, account)));
        return true;
    }

    private static Answer answer(int status, JsonNode body) {
        return Answer.bytes(status, "application/json; charset=utf-8", Json.bytes(body))
                .with("X-GitHub-Media-Type", "github.v4; format=json");
    }

    private JsonNode execute(Ask ask, Account account) {
        try {
            JsonNode request = Json.read(ask.body());
            Map<String, Object> variables = new LinkedHashMap<>();
            request.path("variables")
                    .properties()
                    .forEach(entry ->
                            variables.put(entry.getKey(), MAPPER.convertValue(entry.getValue(), Object.class)));
            Links links = new Links(ask.base());
            ForgeThings things = new ForgeThings(forge, links, json, account);
            Nodes nodes = new Nodes(forge, account);
            Thing root = new Mutations(forge, things, nodes, account).addTo(root(things, nodes, account));
            ExecutionInput input = ExecutionInput.newExecutionInput(Json.text(request, "query", ""))
                    .operationName(Json.text(request, "operationName"))
                    .variables(variables)
                    .root(root)
                    .build();
            ExecutionResult result = forge.world.locked(() -> Engine.GRAPHQL.execute(input));
            return json(result);
        } catch (IOException e) {
            return Json.object("message", "Problems parsing JSON");
        }
    }

    private Thing root(ForgeThings things, Nodes nodes, Account account) {
        return new Thing("Query")
                .later("viewer", () -> things.people.account(account))
                .asked(
                        "user",
                        env -> things.people.account(named(String.valueOf(env.<String>getArgument("login")), "User")))
                .asked(
                        "organization",
                        env -> things.people.account(
                                named(String.valueOf(env.<String>getArgument("login")), "Organization")))
                .asked("repository", env -> {
                    String owner = String.valueOf(env.<String>getArgument("owner"));
                    String name = String.valueOf(env.<String>getArgument("name"));
                    Repo repo = forge.world.repo(owner, name);
                    if (repo == null || !forge.world.permission(repo, account).allows(Permission.READ)) {
                        throw new Missing(
                                "Could not resolve to a Repository with the name '" + owner + "/" + name + "'.");
                    }
                    return things.repository(repo);
                })
                .asked("node", env -> nodes.any(String.valueOf(env.<String>getArgument("id")), things))
                .asked("nodes", env -> {
                    List<String> ids = Objects.requireNonNullElse(env.getArgument("ids"), List.of());
                    return ids.stream().map(id -> nodes.any(id, things)).toList();
                })
                .later(
                        "rateLimit",
                        () -> new Thing("RateLimit")
                                .with("cost", 1)
                                .with("limit", 5000)
                                .with("nodeCount", 0)
                                .with("remaining", 4999)
                                .with("used", 1)
                                .with(
                                        "resetAt",
                                        forge.world.now().plusSeconds(3600).toString()));
    }

    private Account named(String login, String type) {
        Account account = forge.world.account(login);
        if (account == null || account.isOrganization() != type.equals("Organization")) {
            throw new Missing("Could not resolve to a" + (type.startsWith("O") ? "n " : " ") + type
                    + " with the login of '" + login + "'.");
        }
        return account;
    }

    private static JsonNode json(ExecutionResult result) {
        ObjectNode body = Json.object();
        if (result.isDataPresent()) {
            body.set("data", MAPPER.valueToTree(result.getData()));
        }
        if (!result.getErrors().isEmpty()) {
            body.set(
                    "errors",
                    Json.array(result.getErrors().stream().map(Graph::error).toList()));
        }
        return body;
    }

    private static ObjectNode error(GraphQLError error) {
        ObjectNode body = Json.object();
        String message = error.getMessage();
        if (error instanceof ExceptionWhileDataFetching failed) {
            Throwable cause = failed.getException();
            message = String.valueOf(cause.getMessage());
            switch (cause) {
                case Missing missing -> body.put("type", "NOT_FOUND");
                case Refused refused -> {
                    body.put("type", refused.status() == 403 ? "FORBIDDEN" : "UNPROCESSABLE");
                    if (!refused.errors().isEmpty()) {
                        message = refused.errors().get(0).getOrDefault("message", message);
                    }
                }
                default -> body.put("type", "INTERNAL");
            }
        }
        if (error.getPath() != null) {
            body.set("path", MAPPER.valueToTree(error.getPath()));
        }
        if (error.getLocations() != null) {
            body.set(
                    "locations",
                    Json.array(error.getLocations().stream()
                            .map(at -> Json.object("line", at.getLine(), "column", at.getColumn()))
                            .toList()));
        }
        return body.put("message", message);
    }

    private static GraphQLSchema schema() {
        TypeDefinitionRegistry types;
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(Graph.class.getResourceAsStream("schema.graphqls")), StandardCharsets.UTF_8)) {
            types = new SchemaParser().parse(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TypeResolver resolver = env -> env.getSchema()
                .getObjectType(Objects.requireNonNull((Thing) env.getObject()).type());
        RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring()
                .codeRegistry(GraphQLCodeRegistry.newCodeRegistry().defaultDataFetcher(environment -> env -> {
                    Thing source = Objects.requireNonNull(env.getSource());
                    return source.get(env.getField().getName(), env);
                }));
        for (String scalar : List.of("DateTime", "URI", "GitObjectID")) {
            wiring.scalar(GraphQLScalarType.newScalar()
                    .name(scalar)
                    .coercing(Scalars.GraphQLString.getCoercing())
                    .build());
        }
        for (String type : List.of(
                "Node",
                "Actor",
                "RepositoryOwner",
                "GitObject",
                "Minimizable",
                "Reactable",
                "RuleParameters",
                "RequestedReviewer",
                "StatusCheckRollupContext")) {
            wiring.type(type, builder -> builder.typeResolver(resolver));
        }
        return new SchemaGenerator().makeExecutableSchema(types, wiring.build());
    }
}
