package io.bagoftricks.engine.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bagoftricks.api.TypeCard;
import io.bagoftricks.api.data.DataFacts;
import io.bagoftricks.api.data.DataSource;
import io.bagoftricks.api.data.DataSourceProvider;
import io.bagoftricks.api.data.Dataset;
import io.bagoftricks.api.data.Split;
import io.bagoftricks.api.network.Shape;
import io.bagoftricks.api.network.Size;
import io.bagoftricks.api.optimizer.CustomRule;
import io.bagoftricks.api.optimizer.Optimizer;
import io.bagoftricks.api.optimizer.OptimizerProvider;
import io.bagoftricks.api.optimizer.ParameterUpdate;
import io.bagoftricks.api.optimizer.UpdateRule;
import io.bagoftricks.engine.internal.optimizer.Sgd;
import io.bagoftricks.engine.internal.optimizer.SgdProvider;
import io.bagoftricks.engine.internal.split.KnownSource;
import io.bagoftricks.engine.recipe.RecipeType;
import io.bagoftricks.engine.recipe.RecipeTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The types that the engine brings, and what stands around those of others. */
final class PluginsTest {
  @Test
  void findsTheEnginesOwnInTheOrderOfTheirServicesFiles() {
    Plugins plugins = Plugins.load(PluginsTest.class.getClassLoader());
    RecipeTypes types = plugins.types();

    assertThat(plugins.problems()).isEmpty();
    assertThat(types.models())
        .extracting(RecipeType::id)
        .containsExactly(
            "cifar-resnet",
            "cifar-wide-resnet",
            "inception-v3",
            "mobilenet",
            "resnext",
            "resnet",
            "wide-resnet");
    assertThat(types.optimizers())
        .extracting(RecipeType::id)
        .containsExactly("adamw", "nag", "sgd");
    assertThat(types.data())
        .extracting(RecipeType::id)
        .containsExactly("cifar100", "cifar10", "idx", "sample");
    assertThat(plugins.all()).extracting(Descriptor::id).contains("resnet", "sgd", "idx");
  }

  @Test
  void aTypeSaysWhatItsCardSays() {
    TypeDescriptor<Optimizer> sgd = PluginKind.OPTIMIZER.describe(new SgdProvider());

    assertThat(sgd.id()).isEqualTo("sgd");
    assertThat(sgd.title()).isEqualTo("Sgd");
    assertThat(sgd.defaults()).isEqualTo(Sgd.defaults());
    assertThat(sgd.meanings()).containsKeys("learningRate", "momentum", "weightDecay");
    Optimizer made = sgd.make(new Sgd(0.5, 0.25, 0.125));
    assertThat(made.learningRate()).isEqualTo(0.5);
    assertThat(made.momentum()).isEqualTo(0.25);
    assertThat(made.hasMomentum()).isTrue();
    assertThat(made.weightDecay()).isEqualTo(0.125);
    assertThat(made.rule()).isEqualTo(new UpdateRule.Sgd());
  }

  /** Numbers that no settings record has looked at. */
  @TypeCard(id = "wild", summary = "Numbers of any kind.")
  static final class WildProvider implements OptimizerProvider<WildProvider.Numbers> {
    record Numbers(double rate, double momentum, double decay, int arrays) {}

    @Override
    public Numbers defaults() {
      return new Numbers(1, 0, 0, 0);
    }

    @Override
    public Optimizer make(Numbers numbers) {
      return new Optimizer() {
        @Override
        public double learningRate() {
          return numbers.rate();
        }

        @Override
        public double momentum() {
          return numbers.momentum();
        }

        @Override
        public double weightDecay() {
          return numbers.decay();
        }

        @Override
        public UpdateRule rule() {
          return new CustomRule() {
            @Override
            public int stateArrays() {
              return numbers.arrays();
            }

            @Override
            public void update(ParameterUpdate update) {
              throw new UnsupportedOperationException();
            }
          };
        }
      };
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, 0, 0, learningRate is NaN",
    "0, 0, 0, learningRate is 0.0",
    "1, 1, 0, momentum is 1.0",
    "1, -0.1, 0, momentum is -0.1",
    "1, 0, Infinity, weightDecay is Infinity",
    "1, 0, -1, weightDecay is -1.0"
  })
  void numbersOfAnOptimizerAreChecked(double rate, double momentum, double decay, String words) {
    TypeDescriptor<Optimizer> wild = PluginKind.OPTIMIZER.describe(new WildProvider());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> wild.make(new WildProvider.Numbers(rate, momentum, decay, 0)))
        .withMessageStartingWith(words);
  }

  @ParameterizedTest
  @CsvSource({"-1, false", "0, true", "16, true", "17, false"})
  void aFormulaMayRememberSixteenArrays(int arrays, boolean allowed) {
    TypeDescriptor<Optimizer> wild = PluginKind.OPTIMIZER.describe(new WildProvider());
    WildProvider.Numbers settings = new WildProvider.Numbers(1, 0, 0, arrays);

    if (allowed) {
      assertThat(wild.make(settings).rule().stateArrays()).isEqualTo(arrays);
    } else {
      assertThatThrownBy(() -> wild.make(settings))
          .isInstanceOf(TypeException.class)
          .hasMessage(
              "[plugin/wrong-memories] optimizer 'wild' in stateArrays: it wants %s arrays of"
                  + " optimizer state per parameter; it may have 0 to 16.",
              arrays);
    }
  }

  /** Three classes of gray or color images; what is wrong is a setting. */
  @TypeCard(id = "odd", summary = "Odd images.")
  static final class OddProvider implements DataSourceProvider<OddProvider.Odd> {
    record Odd(int size, int label, int channels, int values, double pixel) implements DataSource {
      @Override
      public DataFacts facts() {
        return new DataFacts(3, 4, 4, new Shape(3, 2, 2));
      }

      @Override
      public Dataset open(Split split) {
        return new Dataset() {
          @Override
          public int size() {
            return size;
          }

          @Override
          public int label(int index) {
            return label;
          }

          @Override
          public Image read(int index) {
            float[][] planes = new float[channels][values];
            for (float[] plane : planes) {
              plane[values - 1] = (float) pixel;
            }
            return new Image(Size.of(2), planes);
          }

          @Override
          public void close() {
            CLOSED.add(size);
            if (pixel == NOT_CLOSED) {
              throw new IllegalStateException("no more");
            }
          }
        };
      }
    }

    @Override
    public Odd defaults() {
      return new Odd(4, 0, 3, 4, 255);
    }

    @Override
    public DataSource make(Odd settings) {
      return settings;
    }
  }

  /** Images that are looked through to know of them, and images whose numbers are known. */
  @TypeCard(id = "walks", summary = "No images.")
  static final class WalkProvider implements DataSourceProvider<WalkProvider.Walk> {
    private static final List<Boolean> WATCHED = new ArrayList<>();
    private static @Nullable RunningCalls running;

    record Walk(boolean looksThrough) {}

    private static class Plain implements DataSource {
      @Override
      public DataFacts facts() {
        WATCHED.add(Objects.requireNonNull(running).of(Thread.currentThread()).isPresent());
        return new DataFacts(3, 4, 4, new Shape(3, 2, 2));
      }

      @Override
      public Dataset open(Split split) {
        throw new IllegalStateException("there is nothing");
      }
    }

    private static final class Known extends Plain implements KnownSource {
      @Override
      public List<String> untaughtClasses() {
        return List.of();
      }

      @Override
      public List<String> unusedFolders() {
        return List.of();
      }

      @Override
      public Optional<String> assumed() {
        return Optional.empty();
      }

      @Override
      public List<Path> places() {
        return List.of();
      }

      @Override
      public boolean wouldTake(Path folder) {
        return false;
      }
    }

    @Override
    public Walk defaults() {
      return new Walk(false);
    }

    @Override
    public DataSource make(Walk settings) {
      return settings.looksThrough() ? new Known() : new Plain();
    }
  }

  /** On slow storage that takes longer than a plugin may, and ends nevertheless. */
  @Test
  void toLookThroughAllFilesMayTakeAsLongAsToOpenThem() throws IOException {
    TypeDescriptor<DataSource> walks = PluginKind.DATA.describe(new WalkProvider());
    WalkProvider.running = walks.running();

    DataSource known = walks.make(new WalkProvider.Walk(true));
    known.facts();
    assertThat(known.labelNames()).containsExactly("0", "1", "2");
    assertThat(WalkProvider.WATCHED).containsExactly(false, false);

    walks.make(new WalkProvider.Walk(false)).facts();
    assertThat(WalkProvider.WATCHED).containsExactly(false, false, true);
  }

  private static final double NOT_CLOSED = 9;

  /** The sizes of odd images that were closed. */
  private static final List<Integer> CLOSED = new ArrayList<>();

  private static Dataset open(int size, int label, int channels, int values, double pixel)
      throws IOException {
    return PluginKind.DATA
        .describe(new OddProvider())
        .make(new OddProvider.Odd(size, label, channels, values, pixel))
        .open(Split.TEST);
  }

  @Test
  void goodImagesPassThrough() throws IOException {
    Dataset images = open(4, 2, 3, 4, 7);
    assertThat(images.size()).isEqualTo(4);
    assertThat(images.label(3)).isEqualTo(2);
    assertThat(images.read(0).planes()).hasDimensions(3, 4);
    assertThat(images.read(0).planes()[2]).containsExactly(0, 0, 0, 7);
    assertThat(open(4, 0, 1, 4, Float.MAX_VALUE).read(1).planes()).hasDimensions(1, 4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "3 |  4 | 0 | it gave the label 3, but there are 3 classes, from 0.",
        "-1 | 4 | 0 | it gave the label -1, but there are 3 classes, from 0.",
      })
  void labelsAreClasses(int label, int values, double pixel, String words) throws IOException {
    Dataset images = open(4, label, 3, values, pixel);
    assertThatThrownBy(() -> images.label(1))
        .isInstanceOf(TypeException.class)
        .hasMessage("[plugin/wrong-data] data source 'odd' in label at image 1: " + words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2 | 4 | 0 | it gave an image of 2 channels, but the network receives 3; only gray images"
            + " (1) are widened.",
        "4 | 4 | 0 | it gave an image of 4 channels, but the network receives 3; only gray images"
            + " (1) are widened.",
        "3 | 3 | 0 | it gave an image of 2x2 pixels with a plane of 3 values.",
        "3 | 5 | 0 | it gave an image of 2x2 pixels with a plane of 5 values.",
        "3 | 4 | NaN | it gave an image with pixels that are not finite.",
        "1 | 4 | -Infinity | it gave an image with pixels that are not finite."
      })
  void imagesHaveTheirShapeAndAreFinite(int channels, int values, double pixel, String words)
      throws IOException {
    Dataset images = open(4, 0, channels, values, pixel);
    assertThatThrownBy(() -> images.read(2))
        .isInstanceOf(TypeException.class)
        .hasMessage("[plugin/wrong-data] data source 'odd' in read at image 2: " + words);
  }

  @Test
  void aPartHasAsManyImagesAsTheFactsSay() {
    assertThatThrownBy(() -> open(5, 0, 3, 4, 0))
        .isInstanceOf(TypeException.class)
        .hasMessage(
            "[plugin/wrong-data] data source 'odd' in open at test: it opened 5 images, but facts()"
                + " says 4.");
  }

  @Test
  void imagesAreClosedThoseThatAreRefusedToo() throws IOException {
    CLOSED.clear();
    open(4, 0, 3, 4, 0).close();
    assertThatThrownBy(() -> open(5, 0, 3, 4, 0)).hasMessageContaining("it opened 5 images");
    assertThat(CLOSED).containsExactly(4, 5);
    Dataset failing = open(4, 0, 3, 4, NOT_CLOSED);
    assertThatThrownBy(failing::close)
        .isInstanceOf(TypeException.class)
        .hasMessageContaining("data source 'odd' failed in close")
        .hasRootCauseMessage("no more");
    assertThatThrownBy(() -> open(5, 0, 3, 4, NOT_CLOSED))
        .hasMessageContaining("it opened 5 images");
  }
}
