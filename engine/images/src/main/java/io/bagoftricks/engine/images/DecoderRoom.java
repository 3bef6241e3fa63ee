package io.bagoftricks.engine.images;

import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/**
 * Memory for one encoded image after another and what becomes of it, outside the Java heap, which a
 * large file could fill. One thread uses it at a time.
 */
final class DecoderRoom {
  private static final int LEAST = 1 << 16;
  private static final int LARGE = 1 << 24;

  private final HeaderBytes header = new HeaderBytes();
  private final Mat decoded = new Mat();
  private final Mat made = new Mat();
  private @Nullable BytePointer bytes;
  private @Nullable ByteBuffer view;
  private @Nullable Mat encoded;
  private int length;

  /** How many bytes it holds. */
  long bytes() {
    return (bytes == null ? 0 : bytes.capacity()) + size(decoded) + size(made);
  }

  /** Looks at the header of an image. */
  ImageHeader header(SeekableByteChannel channel) throws IOException {
    return ImageHeader.read(header.of(channel));
  }

  /**
   * Takes the bytes of an image in.
   *
   * @return the room's own, until the next image
   * @throws IOException if there are fewer than the channel's size
   */
  ByteBuffer fill(SeekableByteChannel channel) throws IOException {
    int length = Math.toIntExact(channel.size());
    ByteBuffer target = room(length);
    target.clear().limit(length);
    channel.position(0);
    while (target.hasRemaining() && channel.read(target) >= 0) {
      // until all is there
    }
    if (target.hasRemaining()) {
      throw new IOException("The file became shorter while it was read.");
    }
    return target.flip();
  }

  /**
   * Decodes the image that was taken in.
   *
   * @param flags OpenCV's
   * @return the room's own, until the next image
   */
  Mat decoded(int flags) throws IOException {
    return decoded(flags, length);
  }

  /**
   * Decodes the first bytes of the image that was taken in.
   *
   * @param flags OpenCV's
   * @return the room's own, until the next image
   */
  Mat decoded(int flags, int length) throws IOException {
    if (encoded == null) {
      throw new IllegalStateException("No image was taken in");
    }
    // What an earlier image has left behind the end is not part of this one.
    encoded.cols(length);
    try (Mat same = imdecode(encoded, flags, decoded)) {
      if (same.empty()) {
        throw damaged(null);
      }
    } catch (RuntimeException e) { // how JavaCPP throws what C++ throws
      throw damaged(e);
    }
    return decoded;
  }

  /** Where what is made of the decoded image may lie: the room's own, until the next image. */
  Mat made() {
    return made;
  }

  /** Gives the decoded image up if it is large: {@link #made} has what was made of it. */
  void forgetDecoded() {
    if (size(decoded) > LARGE) {
      decoded.release();
    }
  }

  /** A part of the decoded image, turned: the room's own, until the next image. */
  Mat turned(Mat part, Orientation orientation) {
    part.copyTo(made);
    orientation.apply(made);
    return made;
  }

  private ByteBuffer room(int length) {
    if (view == null || bytes == null || encoded == null || bytes.capacity() < length) {
      if (encoded != null) {
        encoded.close();
      }
      if (bytes != null) {
        bytes.close();
      }
      int capacity = (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST, length * 5L / 4));
      bytes = new BytePointer(capacity);
      view = bytes.asByteBuffer();
      encoded = new Mat(1, capacity, CV_8U, bytes);
    }
    this.length = length;
    return view;
  }

  private static long size(Mat mat) {
    return mat.empty() ? 0 : mat.total() * mat.elemSize();
  }

  private static IOException damaged(@Nullable RuntimeException reason) {
    return new IOException("It is damaged: its pixels cannot be decoded. Fetch it again.", reason);
  }

  /** Frees the memory. */
  void free() {
    decoded.close();
    made.close();
    if (encoded != null) {
      encoded.close();
    }
    if (bytes != null) {
      bytes.close();
    }
  }
}
