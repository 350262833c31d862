"""What the comparison of tensors looks like, as Markdown."""

from collections import Counter
from importlib.metadata import version

from .machine import cpu_name
from .tables import table

SHOWN = 20


def tensors(result):
    return result["operators"].total()


def line(result):
    counts = ", ".join(f"{kernels} {len(names)}" for kernels, names in result["differing"].items())
    return f"{result['name']}: {tensors(result)} tensors, {result['inputs']} inputs, differing: {counts}"


def cells(result):
    treated = result["treatments"]
    return [
        result["name"], f"{tensors(result)}",
        *(f"{treated[kind]}" for kind in ("computed", "imagined", "shared", "known")),
        f"{result['constants']}", f"{result['inputs']}", f"{result['values']:,}",
        *(f"{len(names)}" for names in result["differing"].values())]


def total(results):
    operators = sum((r["operators"] for r in results), Counter())
    treated = sum((r["treatments"] for r in results), Counter())
    return {
        "name": "**all**", "operators": operators, "treatments": treated,
        "constants": sum(r["constants"] for r in results), "inputs": results[0]["inputs"],
        "values": sum(r["values"] for r in results),
        "differing": {
            kernels: [n for r in results for n in r["differing"][kernels]]
            for kernels in results[0]["differing"]}}


def named(results):
    """What differs, if anything does."""
    lines = [
        f"- {r['name']} on {kernels}, {name}" for r in results
        for kernels, names in r["differing"].items() for name in names]
    if not lines:
        return ""
    more = [f"- and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return "\n".join(["", "What differs:", "", *lines[:SHOWN], *more, ""])


def document(results, kernel_sets, seed):
    whole = total(results)
    head = [
        "model", "operators", "computed", "imagined", "shared", "known", "constants", "inputs",
        "values compared", *(f"differing, {kernels}" for kernels in kernel_sets)]
    operators = table(
        ["operator", "in the models"], [[n, f"{c}"] for n, c in whole["operators"].most_common()])
    return f"""\
# Parity with LiteRT

Every operator's output for every input, byte for byte, beside the reference kernels of
ai-edge-litert {version('ai-edge-litert')} (`BUILTIN_REF`, all tensors preserved), on each kernel set that this CPU
({cpu_name()}) can run. Written by `make parity`; `plain` are the kernels in Swift that run anywhere.

Inputs are drawn by `Tests/Golden/engine/patterns.py` with seed {seed}: seven structured ones, then
uniform and bell-shaped ones by turns. *head-linear* and *head-hidden* were written by `earshot train` and
get the images of real windows. Each operator has one output, and all of them are compared, also
those that a run does not compute. *Imagined* is a PAD that the convolutions after it read as if it were
there: it is made for the comparison only, what follows it is computed without it. *Shared* outputs
equal their operand byte for byte and lie in its place; *known* ones were computed when the model was
loaded. *Constants* are the tensors that no operator writes: weights, biases, axes; they are read, not
compared. The outputs of each model are compared once more from a run that nobody observes, and count
among what differs.

{table(head, [*map(cells, results), cells(whole)])}
{named(results)}
{operators}
"""
