"""What a diagnosis finds in an artifact, and why there is none."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

MESSAGES: dict[str, Message] = {
    "diagnose-nothing-in-common": Message(
        mark("{path} has no op in common with the model it is compared with"),
        mark("Name the model that it was made from."),
    ),
    "diagnose-against-quantized": Message(
        mark("{path} is quantized itself, so it is no float stage to compare with"),
        mark("Name the float model that the artifact was made from."),
    ),
    "diagnose-not-apart": Message(
        mark("What single ops add is not known: they cannot be run by themselves here"),
        mark("The errors that come together are those of the whole file."),
    ),
    "diagnose-not-finite": Message(
        mark("{op} {index} is the first of {count} ops to give NaN or infinite values here only"),
        mark("Its output is “{name}”."),
    ),
    "diagnose-dead": Message(
        mark("{op} {index} is the first of {count} ops whose output is constant, and was not"),
        mark("Its output is “{name}”."),
    ),
    "diagnose-diverges": Message(
        mark(
            "{op} {index} is the first of {count} tensors that are more than 5 % of their range "
            "off: {cumulative}"
        ),
        mark("Its output is “{name}”; errors of all ops before it are in that."),
    ),
    "diagnose-diverges-by-channel": Message(
        mark(
            "{op} {index} is the first of {count} tensors that are more than 5 % off, on average "
            "over each channel's own range: {cumulative}"
        ),
        mark("Its output is “{name}”; errors of all ops before it are in that."),
    ),
    "diagnose-adds-by-channel": Message(
        mark(
            "{op} {index} by itself adds an error of {error}, on average over each channel's own "
            "range"
        ),
        mark(
            "Its output is “{name}”; small channels lose most. Keeping it and what reads it in "
            "float keeps that error out."
        ),
    ),
    "diagnose-adds": Message(
        mark("{op} {index} by itself adds an error of {error} of the range"),
        mark("Its output is “{name}”. Keeping it in float keeps that error out."),
    ),
    "fix-goal-unmeasurable": Message(
        mark("Whether {goal} holds cannot be told for this model"),
        mark(
            "Agreement needs a classifier and inputs for which its answers differ, accuracy "
            "labelled evaluation data, rmse finite outputs. Choose another goal, or other data."
        ),
    ),
    "fix-recipe-unknown": Message(
        mark("{path} computes nothing in 8 or 16 bits"),
        mark("Say how it was made: --optimize or --recipe."),
    ),
    "fix-accuracy-without-data": Message(
        mark("Accuracy cannot be told without labelled data"),
        mark("Choose evaluation data with labels ({by:evaluation}), or another goal."),
    ),
    "fix-met-already": Message(
        mark("{name} already meets the goal: {goal}, and it has {before}"),
        mark("So nothing was tried, and nothing was written."),
    ),
    "fix-met": Message(
        mark("{goal} is met with {kept} in {precision}: {before} before, {after} now"),
        mark("{size_before} became {size_after}; ops that only quantize or dequantize: {borders}."),
    ),
    "fix-all-tried": Message(
        mark("{goal} is not reached: the best of {trials} has {closest}"),
        mark(
            "Every op that adds an error by itself was kept, and it did not do; nothing was "
            "written. Closest: ops {ops}. Calibrate with other data, or lower the goal."
        ),
    ),
    "fix-not-made": Message(
        mark("{goal} is not reached: the best of {trials} has {closest}"),
        mark(
            "{unmade} more could not be made, so it is not known whether they would do: {reason}. "
            "Nothing was written. Closest: ops {ops}."
        ),
    ),
    "fix-trials-spent": Message(
        mark("{goal} is not reached yet: the best of {trials} has {closest}"),
        mark(
            "No more trials were allowed; nothing was written. Closest: ops {ops}. Allow more "
            "trials, or lower the goal."
        ),
    ),
    "fix-nothing-to-try": Message(
        mark("{goal} is not reached, and no op adds an error by itself: {before}"),
        mark("Nothing was written. Calibrate with other data, or lower the goal."),
    ),
    "fix-beyond-source": Message(
        mark("{goal} is not reached, and the source itself has {source}: {closest} at best"),
        mark(
            "Nothing was written after {trials}. Which ops are kept and what calibrates bring a "
            "variant back to its source at most: lower the goal, or train the model on."
        ),
    ),
    "fix-cut-short": Message(
        mark("The search for {goal} was cut short after {trials}"),
        mark("What was tried is kept here; start it again to go on."),
    ),
    "fix-nothing-to-keep": Message(
        mark("No op of {path} can be kept in another precision"),
        mark("Choose a recipe that quantizes activations, such as int8."),
    ),
    "diagnose-saturated": Message(
        mark("{op} {index}: {share} of the values are beyond its range ({count} such ops)"),
        mark("Calibrate with data that span all that the model will see. Output: “{name}”."),
    ),
    "agree-way-failed": Message(
        mark("{way} gave no outputs: {what}"),
        mark("It ran in a process of its own; the other ways are compared all the same."),
    ),
    "agree-way-left-out": Message(
        mark("{way} is left out: {what}"),
        mark("The other ways are compared all the same."),
    ),
    "agree-fewer-samples": Message(
        mark("{samples} samples were run, {asked} asked for"),
        mark("Of a model that computes much, fewer are run, and the data may have no more."),
    ),
    "agree-apart": Message(
        mark("{first} and {second} differ by {difference}: more than {tolerance}"),
        mark("In output “{output}”. {count} of {pairs} pairs of ways are so."),
    ),
    "agree-all": Message(
        mark("All {count} ways of running the file agree: no two differ by more than {tolerance}"),
        mark("The largest difference is {difference}."),
    ),
    "agree-nothing-shown": Message(
        mark("Every output is the same for all inputs: this agreement shows nothing"),
        mark("Give real inputs; random ones mean nothing to a trained model."),
    ),
    "agree-first": Message(
        mark("{op} {index} is the first op that {first} and {second} compute differently"),
        mark(
            "By {difference}, fed the same; {beyond} of {compared} ops are beyond the tolerance. "
            "Its output is “{name}”."
        ),
    ),
    "agree-first-small": Message(
        mark("No op by itself is beyond the tolerance: small differences add up"),
        mark(
            "{differing} of {compared} ops differ between {first} and {second}, the first is "
            "{op} {index}, by {difference}. Its output is “{name}”."
        ),
    ),
    "agree-source": Message(
        mark("The source's outputs are up to {difference} away"),
        mark("That is what converting and quantizing did; which op, {by:diagnose} says."),
    ),
    "agree-source-float": Message(
        mark("The source's outputs are up to {difference} away"),
        mark("That is what converting did; nothing is quantized. Which op, {by:diagnose} says."),
    ),
}
