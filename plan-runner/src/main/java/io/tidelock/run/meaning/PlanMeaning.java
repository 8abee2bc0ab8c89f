package io.tidelock.run.meaning;

import io.tidelock.core.outcome.PlanFingerprint;
import io.tidelock.core.outcome.PlanSummary;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** What a plan means, read once. The one door of this room. */
public record PlanMeaning(PlanSummary summary, PlanFingerprint fingerprint) {
    /**
     * @param json what {@code terraform show -json} says of the plan
     * @param planFile the plan as terraform wrote it
     * @throws com.fasterxml.jackson.core.JsonProcessingException when the stream is not a plan's JSON
     */
    public static PlanMeaning of(InputStream json, byte[] planFile, Circumstances circumstances, KeyedHash hash)
            throws IOException {
        Facts facts = new Facts(hash);
        PlanSummary summary = PlanJson.read(json, facts);
        facts.part("workspace", hash.of("workspace", circumstances.workspace()));
        facts.part("command line", hash.of("command line", circumstances.arguments()));
        circumstances
                .backend()
                .ifPresentOrElse(
                        backend -> facts.part("backend", hash.of("backend", backend)),
                        () -> facts.unseen.add("the backend's settings"));
        Sources.of(planFile)
                .ifPresentOrElse(
                        sources -> new Undertow(facts, sources, hash, circumstances).add(),
                        () -> facts.unseen.add("the configuration, which the plan file does not hold"));
        return new PlanMeaning(summary, new PlanFingerprint(facts.parts, List.copyOf(facts.unseen)));
    }
}
