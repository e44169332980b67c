"""Write every drawing of the demo newsroom again."""

from pathlib import Path

from broadsheet.demo.drawing import agency, coast, figures, indoors, land, town
from broadsheet.demo.drawing.canvas import Canvas

DEMO = Path(__file__).parents[1]


def main() -> None:
    """Draw the paper's pictures and those of its agency."""
    for folder, rooms in (
        (DEMO / "paper" / "pictures", (coast, land, town, indoors, figures)),
        (DEMO / "wire", (agency,)),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        for room in rooms:
            for scene in room.SCENES:
                name = scene.__name__.replace("_", "-")
                canvas = Canvas(name)
                scene(canvas)
                (folder / f"{name}.svg").write_text(canvas.svg(), encoding="utf-8")


if __name__ == "__main__":
    main()
