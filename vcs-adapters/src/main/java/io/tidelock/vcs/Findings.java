package io.tidelock.vcs;

import io.tidelock.core.outcome.Finding;
import io.tidelock.core.outcome.Problem;
import io.tidelock.core.port.Refused;
import io.tidelock.core.port.Unavailable;
import io.tidelock.vcs.json.Malformed;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Findings as they are made. What is thrown on the way becomes one. */
public final class Findings {
    private static final Pattern SAYS_WHAT_TO_CHECK = Pattern.compile("\\b[Cc]heck\\b");

    private final List<Finding> all = new ArrayList<>();

    public void add(Finding finding) {
        all.add(finding);
    }

    public void fine(String subject, String said) {
        all.add(new Finding.Fine(subject, said));
    }

    public void doubtful(String subject, String met, String next) {
        all.add(new Finding.Doubtful(subject, Problem.of(met, "", next)));
    }

    public void wrong(String subject, String met, String expected, String next) {
        all.add(new Finding.Wrong(subject, Problem.of(met, expected, next)));
    }

    /** Looks at something; false when that could not be done, which is a finding then. */
    public boolean tried(String subject, Runnable look) {
        try {
            look.run();
            return true;
        } catch (Refused refused) {
            all.add(new Finding.Wrong(subject, refused.problem()));
        } catch (Unavailable trouble) {
            String met = String.valueOf(trouble.getMessage());
            String next = "Look at the host's name, the network, a proxy, and the certificates that are trusted.";
            wrong(subject, met, "", SAYS_WHAT_TO_CHECK.matcher(met).find() ? "" : next);
        } catch (Malformed e) {
            wrong(
                    subject,
                    "the answer cannot be read: " + e.what(),
                    "",
                    "Look whether this is the host that it should be.");
        }
        return false;
    }

    public List<Finding> all() {
        return List.copyOf(all);
    }
}
