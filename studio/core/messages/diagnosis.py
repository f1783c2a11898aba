"""What a diagnosis finds in an artifact, and why there is none."""

from __future__ import annotations

from studio.core.messages.marking import Message, mark

MESSAGES: dict[str, Message] = {
    "diagnose-nothing-in-common": Message(
        mark("{path} has no op in common with the model it is compared with"),
        mark("Name the model that it was made from."),
    ),
    "diagnose-shapes-differ": Message(
        mark("Tensor “{name}” has another shape than in the float stage"),
        mark("Compare the artifact with the model, at the shapes, that it was made from."),
    ),
    "diagnose-not-finite": Message(
        mark("{op} {index} is the first of {count} ops to give NaN or infinite values"),
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
    "fix-out-of-reach": Message(
        mark("{goal} is not reached: the best of {count} trials gives {best}"),
        mark("Keep the ops in float by hand, calibrate with other data, or lower the goal."),
    ),
    "fix-nothing-to-keep": Message(
        mark("No op of {path} can be kept in another precision"),
        mark("Choose a recipe that quantizes activations, such as int8."),
    ),
    "diagnose-saturated": Message(
        mark("{op} {index}: {share} of the values are beyond its range ({count} such ops)"),
        mark("Calibrate with data that span all that the model will see. Output: “{name}”."),
    ),
}
