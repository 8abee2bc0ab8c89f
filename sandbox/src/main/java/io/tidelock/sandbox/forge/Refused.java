package io.tidelock.sandbox.forge;

import java.util.List;
import java.util.Map;

/** The forge will not do it; carries the status code, the message and the details of the answer. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final transient List<Map<String, String>> errors;

    private Refused(int status, String message, List<Map<String, String>> errors) {
        super(message);
        this.status = status;
        this.errors = errors;
    }

    public static Refused with(int status, String message) {
        return new Refused(status, message, List.of());
    }

    public static Refused notFound() {
        return with(404, "Not Found");
    }

    public static Refused forbidden(String message) {
        return with(403, message);
    }

    /** 422 about one field of one kind of thing; code is one of missing, missing_field, invalid, already_exists. */
    public static Refused invalid(String resource, String field, String code) {
        return new Refused(
                422, "Validation Failed", List.of(Map.of("resource", resource, "field", field, "code", code)));
    }

    /** 422 with a sentence. */
    public static Refused custom(String resource, String sentence) {
        return new Refused(
                422, "Validation Failed", List.of(Map.of("resource", resource, "code", "custom", "message", sentence)));
    }

    /** 422 with a sentence about a field. */
    public static Refused custom(String resource, String field, String sentence) {
        return new Refused(
                422,
                "Validation Failed",
                List.of(Map.of("resource", resource, "code", "custom", "field", field, "message", sentence)));
    }

    public int status() {
        return status;
    }

    public List<Map<String, String>> errors() {
        return errors;
    }

    /** The message, never null. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
