package io.tidelock.server.store;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values of the core language as JSON. Records are objects of their components; a case of a sealed type says which one it
 * is by its simple name. Core needs no annotations for it.
 */
final class Json {
    /** A stored value that this version does not understand, most likely written by a newer one. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(String what, Throwable cause) {
            super(what, cause);
        }
    }

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .annotationIntrospector(new SealedTypes())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Json() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), bug);
        }
    }

    static <T> T read(String json, Class<T> type) {
        return read(json, MAPPER.constructType(type), type.getSimpleName());
    }

    static <T> List<T> readList(String json, Class<T> type) {
        JavaType list = MAPPER.getTypeFactory().constructCollectionType(List.class, type);
        return read(json, list, "list of " + type.getSimpleName());
    }

    private static <T> T read(String json, JavaType type, String what) {
        try {
            return MAPPER.readValue(json, type);
        } catch (InvalidTypeIdException unknown) {
            throw new Unreadable(
                    "the stored " + what + " is of type '" + unknown.getTypeId()
                            + "', which this version of Tidelock does not know; it was written by a newer one",
                    unknown);
        } catch (JsonProcessingException strange) {
            throw new Unreadable(
                    "the stored " + what + " is not as this version of Tidelock writes it: "
                            + strange.getOriginalMessage(),
                    strange);
        }
    }

    /** How a case of a sealed type is called in the store. */
    static String name(Class<?> type) {
        return type.getSimpleName();
    }

    /** Tells Jackson about sealed types: the property {@code type} holds the simple name of the case. */
    private static final class SealedTypes extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        /** Only our own: even String is a case of a sealed type of the JDK. */
        private static final String LANGUAGE = "io.tidelock.core.";

        private static final JsonTypeInfo.Value BY_NAME =
                JsonTypeInfo.Value.construct(JsonTypeInfo.Id.NAME, JsonTypeInfo.As.PROPERTY, "type", null, false, true);

        @Override
        public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
            return annotated instanceof AnnotatedClass && caseOfSealed(annotated.getRawType())
                    ? BY_NAME
                    : super.findPolymorphicTypeInfo(config, annotated);
        }

        @Override
        public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
            if (!caseOfSealed(annotated.getRawType())) {
                return super.findSubtypes(annotated);
            }
            List<NamedType> cases = new ArrayList<>();
            collect(annotated.getRawType(), cases);
            return cases;
        }

        @Override
        public @Nullable String findTypeName(AnnotatedClass annotated) {
            return caseOfSealed(annotated.getRawType()) ? name(annotated.getRawType()) : super.findTypeName(annotated);
        }

        private static void collect(Class<?> type, List<NamedType> cases) {
            if (!type.isSealed()) {
                cases.add(new NamedType(type, name(type)));
                return;
            }
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collect(permitted, cases);
            }
        }

        private static boolean caseOfSealed(Class<?> type) {
            return type.getName().startsWith(LANGUAGE)
                    && (type.isSealed() || Arrays.stream(type.getInterfaces()).anyMatch(SealedTypes::caseOfSealed));
        }
    }
}
