package io.gossipdiscovery.sim.report;

import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One plot with lines, written as PNG. Colours go from line to line; ours is always the first. */
final class Plot {
    private static final Color[] COLOURS = {
        new Color(0x1b, 0x6c, 0xa8),
        new Color(0xd9, 0x5f, 0x02),
        new Color(0x4d, 0x9a, 0x3a),
        new Color(0x7a, 0x4f, 0xa3),
        new Color(0xa6, 0x76, 0x1d),
        new Color(0xc2, 0x2b, 0x5d),
        new Color(0x55, 0x55, 0x55),
        new Color(0x17, 0x9c, 0x9c),
        new Color(0x00, 0x00, 0x00),
    };

    private final XYChart chart;
    private int lines;

    Plot(String title, String xAxis, String yAxis) {
        chart =
                new XYChartBuilder()
                        .width(760)
                        .height(420)
                        .title(title)
                        .xAxisTitle(xAxis)
                        .yAxisTitle(yAxis)
                        .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setLegendBorderColor(Color.WHITE);
        chart.getStyler().setPlotBorderVisible(false);
        chart.getStyler().setMarkerSize(6);
    }

    /** Where there are more lines than find room below. */
    Plot legendRight() {
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Vertical);
        return this;
    }

    Plot logarithmicX() {
        chart.getStyler().setXAxisLogarithmic(true);
        return this;
    }

    Plot logarithmicY() {
        chart.getStyler().setYAxisLogarithmic(true);
        return this;
    }

    Plot yFrom(double lowest) {
        chart.getStyler().setYAxisMin(lowest);
        return this;
    }

    Plot yTo(double highest) {
        chart.getStyler().setYAxisMax(highest);
        return this;
    }

    /** A line through points, each of which is marked. */
    Plot line(String name, List<? extends Number> x, List<? extends Number> y) {
        XYSeries series = chart.addSeries(name, x, y);
        paint(series, COLOURS[lines % COLOURS.length], false);
        series.setMarker(SeriesMarkers.CIRCLE);
        lines++;
        return this;
    }

    /** A curve without marks; the dashed ones belong to the line before, and share its colour. */
    Plot curve(String name, List<? extends Number> x, List<? extends Number> y, boolean isDashed) {
        if (!isDashed) {
            lines++;
        }
        XYSeries series = chart.addSeries(name, x, y);
        paint(series, COLOURS[(lines - 1) % COLOURS.length], isDashed);
        series.setShowInLegend(!isDashed);
        series.setMarker(SeriesMarkers.NONE);
        return this;
    }

    void write(Path directory, String file) {
        try {
            Files.createDirectories(directory);
            String path = directory.resolve(file.replace(".png", "")).toString();
            BitmapEncoder.saveBitmap(chart, path, BitmapFormat.PNG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void paint(XYSeries series, Color colour, boolean isDashed) {
        series.setLineColor(colour);
        series.setMarkerColor(colour);
        float[] dash = isDashed ? new float[] {4, 4} : null;
        series.setLineStyle(
                new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0));
    }
}
