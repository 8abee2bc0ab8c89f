package io.tidelock.vcs.http;

import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a host said when it refused something that people know by another name than its address. */
public final class HostWords {
    private static final Pattern SAID = Pattern.compile(".*?: ([45]\\d\\d)(?:: (.+))?", Pattern.DOTALL);

    private HostWords() {}

    /** The same refusal without the address, when the host does not accept it; one that is about our rights keeps it. */
    public static Refused only(Refused no) {
        Matcher said = SAID.matcher(no.problem().met());
        if (no.kind() != Refused.Kind.NOT_ACCEPTABLE || !said.matches()) {
            return no;
        }
        String words = said.group(2) == null ? said.group(1) : said.group(2);
        return new Refused(
                no.kind(),
                Problem.of(
                        "its host says: " + words,
                        no.problem().expected(),
                        no.problem().next()));
    }
}
