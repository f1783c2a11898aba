"""What a comparison says in plain words, why that clock decided, and what is odd about a run."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

_BY = mark("By {clock}, {quadruples} quadruples.")

MESSAGES: dict[str, Message] = {
    "verdict-faster": Message(
        mark("{candidate} is faster than {baseline}: {ratio}x, 95 % {low} to {high}"), _BY
    ),
    "verdict-slower": Message(
        mark("{candidate} is slower than {baseline}: {ratio}x, 95 % {low} to {high}"), _BY
    ),
    "verdict-equivalent": Message(
        mark(
            "{candidate} and {baseline} are equivalent within {threshold} %: "
            "{ratio}x, 95 % {low} to {high}"
        ),
        _BY,
    ),
    "verdict-cannot-tell": Message(
        mark(
            "Cannot tell whether {candidate} is faster or slower than {baseline}: "
            "{ratio}x, 95 % {low} to {high}"
        ),
        mark(
            "By {clock}, {quadruples} quadruples. Measuring for about {extra} longer would "
            "probably tell."
        ),
    ),
    "sustained-slower": Message(
        mark("{arm} got slower: {ratio}x in the last third of the time, 95 % {low} to {high}"),
    ),
    "sustained-faster": Message(
        mark("{arm} got faster: {ratio}x in the last third of the time, 95 % {low} to {high}"),
    ),
    "sustained-steady": Message(
        mark(
            "{arm} kept its pace within {threshold} %: {ratio}x in the last third of the time, "
            "95 % {low} to {high}"
        ),
    ),
    "sustained-open": Message(
        mark(
            "Cannot tell whether {arm} kept its pace: {ratio}x in the last third of the time, "
            "95 % {low} to {high}"
        ),
    ),
    "sustained-unknown": Message(mark("{arm}: too little was measured to say how its pace went")),
    "sustained-flipped": Message(
        mark("The ranking of {candidate} and {baseline} flipped between the first and last third"),
    ),
    "sustained-not-flipped": Message(
        mark("No ranking flipped between the first and the last third of the time"),
    ),
    "verdict-too-little": Message(
        mark("Cannot tell {candidate} from {baseline}: too little was measured"),
        mark("{quadruples} balanced quadruples; at least {least} are needed. Measure for longer."),
    ),
    "verdict-too-few-processes": Message(
        mark("Cannot tell {candidate} from {baseline}: {ratio}x in too few processes"),
        mark(
            "They cannot share a process, and each process has a pace of its own: at least {least} "
            "of each are needed. Measure with more processes."
        ),
    ),
    "clock-undisturbed": Message(
        mark("Wall time decided"),
        mark("The runs hardly waited for a processor, so that wall time is what counts."),
    ),
    "clock-waited": Message(
        mark("CPU time decided"),
        mark(
            "The machine is busy: {waited} % of the run time was spent waiting for a processor, "
            "which CPU time leaves out. One thread's CPU time is its latency on a quiet machine."
        ),
    ),
    "clock-several-threads": Message(
        mark("Wall time decided"),
        mark("Several threads work: their CPU time is no latency."),
    ),
    "clock-tensorflow": Message(
        mark("Wall time decided"),
        mark(
            "TensorFlow computes in threads of its own, even where one is asked for: their CPU "
            "time is no latency."
        ),
    ),
    "clock-server": Message(
        mark("Wall time decided"),
        mark("A server's latency holds the wait for the queries before, which is no CPU time."),
    ),
    "clock-not-cpu": Message(
        mark("Wall time decided"), mark("CPU time says nothing of what another device computes.")
    ),
    "clock-no-cpu-time": Message(
        mark("Wall time decided"), mark("This system's clock of CPU time is too coarse.")
    ),
    "clock-wall": Message(mark("wall time")),
    "clock-cpu": Message(mark("CPU time")),
    "outputs-nan": Message(
        mark("The outputs were NaN or infinite after the last run"),
        mark("Its latency may not be that of useful work: check the artifact against its source."),
    ),
    "dynamic-dimensions-as-1": Message(
        mark("Dimensions that the file leaves open were measured as 1"),
        mark("With a larger batch or other sizes its latency is another."),
    ),
    "stand-in-measured": Message(
        mark("Measured by the classic interpreter: LiteRT's compiled model cannot be used for it"),
        mark("Beside files that the compiled model ran, part of the difference is the runtime's."),
    ),
    "inputs-differ": Message(
        mark("Its inputs have other shapes than those of the first file"),
        mark("It is probably another network: the ratio then says nothing of an optimization."),
    ),
    "rate-not-confirmed": Message(
        mark("Measured again at the rate that was found, p99 missed the bound"),
        mark(
            "The rate is at the edge of what is kept, or the machine was disturbed: allow less, or "
            "measure for longer on a quiet machine."
        ),
    ),
    "rate-not-kept": Message(
        mark("The rate could not be kept up with: queries piled up"),
        mark(
            "They came faster than they were answered, so that latency grows with the time "
            "measured: choose a lower rate or more streams."
        ),
    ),
    "drift-found": Message(
        mark("Latency drifted while measuring: {size} % a minute, 99 % {low} to {high}"),
        mark(
            "The machine grew warmer, or something else changed; comparisons are balanced for it."
        ),
    ),
    "several-inputs": Message(
        mark("{count} inputs a run"), mark("Latency is the run's, ratios are per input.")
    ),
    "runs-per-sample": Message(
        mark("Each sample is the mean of {count} runs"),
        mark("A single one takes too little time to be timed alone."),
    ),
    "server-given": Message(
        mark("Queries arrived at {rate} a second"),
        mark("Latency counts from the moment at which a query was due."),
    ),
    "server-found": Message(
        mark("p99 kept {bound} ms at {rate} queries a second"),
        mark(
            "{p99} ms of {queries} queries; at {missed} a second: {how}. Latency counts from the "
            "moment at which a query was due."
        ),
    ),
    "server-all-kept": Message(
        mark("p99 kept {bound} ms at all rates tried, up to {rate} queries a second"),
        mark("{p99} ms of {queries} queries. Measure for longer to try higher rates."),
    ),
    "server-none-kept": Message(
        mark("p99 missed {bound} ms even at {missed} queries a second, the lowest rate tried"),
        mark("There: {how}. Allow more, or measure for longer."),
    ),
    "queries-piled-up": Message(mark("more and more queries waited")),
    "server-untried": Message(
        mark("No rate of queries was tried"), mark("There was too little time for it.")
    ),
    "resolution": Message(
        mark("In {seconds} this machine resolves ±{percent} % on {target}"),
        mark("By {clock}: half the width of the 95 % interval of {file} against itself."),
    ),
    "resolution-unknown": Message(
        mark("In {seconds} this machine could resolve nothing"),
        mark("Too few blocks fit in; measure for longer."),
    ),
    "baseline-unknown": Message(
        mark("There is no arm {baseline} to be the baseline"),
        mark("The arms are numbered from 0 to {last}: file by file, each on its targets."),
    ),
    "aa-one-file": Message(
        mark("A file is measured against itself: name one file and one target"),
        mark("Leave out the others, or leave out --aa."),
    ),
}
