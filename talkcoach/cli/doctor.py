"""The command that looks at everything a rehearsal needs, and hears one sentence to be sure."""

from __future__ import annotations

import sys

import click

MARKS = {"works": "✓", "optional": "·", "broken": "✗"}
SENTENCE_SECONDS = 5.0


@click.command()
@click.option(
    "--model", metavar="NAME|DIR", default="base", show_default=True, help="The speech model to look at."
)
@click.option("--device", metavar="NAME", help="The microphone for the test recording. [default: the system's]")
@click.option("--silent", is_flag=True, help="Leave the test recording out.")
def doctor(model: str, device: str | None, silent: bool) -> None:
    """Check what a rehearsal needs: what works, what is missing, and what to do about it.

    At the end you say a sentence and see what was understood. The test recording is not kept. Exit status 1 tells
    that something is broken.
    """
    from talkcoach.workflows.diagnose import checks

    broken = False
    for check in checks(model):
        broken = broken or check.state == "broken"
        click.echo(f"{MARKS[check.state]} {check.name:<13} {check.told}")
        if check.remedy:
            click.echo(f"  {'':<13} {check.remedy}")
    if not broken and not silent:
        _hear_a_sentence(model, device)
    sys.exit(1 if broken else 0)


def _hear_a_sentence(model: str, device: str | None) -> None:
    from talkcoach.audio.recorder.client import listen
    from talkcoach.speech.transcriber import transcribe

    click.echo(f"\nSay a sentence now; {SENTENCE_SECONDS:.0f} seconds are recorded and then forgotten.")
    samples = listen(device, SENTENCE_SECONDS)
    heard = transcribe(samples, model=model)
    if heard.sentences:
        click.echo(f"✓ Understood    “{heard.text}”")
    else:
        click.echo("· Understood    nothing: no speech was heard. Say it again, closer to the microphone.")
