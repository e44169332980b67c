"""Galleries in a story's body. The column is JSON as before: on SQLite a change of it would copy every story."""

import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0013_uses_of_faces_and_pages"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="story",
                    name="body",
                    field=wagtail.fields.StreamField(
                        [
                            ("text", 0),
                            ("subhead", 1),
                            ("quote", 4),
                            ("picture", 7),
                            ("gallery", 8),
                            ("embed", 11),
                            ("related", 12),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "link", "ol", "ul"], "icon": "pilcrow", "label": "Text"},
                            ),
                            1: ("wagtail.blocks.CharBlock", (), {"icon": "title", "label": "Subhead", "max_length": 200}),
                            2: ("wagtail.blocks.TextBlock", (), {"label": "Quote"}),
                            3: ("wagtail.blocks.CharBlock", (), {"label": "Who said it", "max_length": 120, "required": False}),
                            4: ("wagtail.blocks.StructBlock", [[("text", 2), ("name", 3)]], {}),
                            5: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "Picture"}),
                            6: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "Empty: the picture's own caption.", "label": "Caption", "required": False},
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("picture", 5), ("caption", 6)]], {}),
                            8: ("broadsheet.desk.blocks.GalleryBlock", (), {}),
                            9: ("wagtail.blocks.URLBlock", (), {"label": "Address"}),
                            10: ("wagtail.blocks.CharBlock", (), {"label": "What it shows", "max_length": 200}),
                            11: ("wagtail.blocks.StructBlock", [[("url", 9), ("title", 10)]], {}),
                            12: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                ("desk.Story",),
                                {"icon": "link", "label": "Related story"},
                            ),
                        },
                        verbose_name="body",
                    ),
                ),
            ]
        ),
    ]
