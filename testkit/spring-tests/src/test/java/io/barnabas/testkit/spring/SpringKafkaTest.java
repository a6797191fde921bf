package io.barnabas.testkit.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.testkit.Barnabas;
import io.barnabas.testkit.Fault;
import io.barnabas.testkit.junit.BarnabasExtension;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** A listener and a template, without {@code @EmbeddedKafka}. */
@SpringJUnitConfig
@DirtiesContext
final class SpringKafkaTest {

  @RegisterExtension
  static final BarnabasExtension BROKER =
      BarnabasExtension.of(Barnabas.configure().topic("orders", 1));

  @DynamicPropertySource
  static void addressOf(DynamicPropertyRegistry registry) {
    registry.add("spring.kafka.bootstrap-servers", BROKER::bootstrapServers);
  }

  @Autowired KafkaTemplate<String, String> template;
  @Autowired Orders orders;

  @Test
  void shouldBringARecordFromTheTemplateToTheListener() throws Exception {
    var unused = template.send("orders", "a book").get();

    assertEquals("a book", orders.next());
  }

  @Test
  void shouldRideOutABrokerThatIsNotTheLeader(Barnabas broker) throws Exception {
    Fault fault =
        broker.faults().on(ApiKey.PRODUCE).topic("orders").error(ErrorCode.NOT_LEADER_OR_FOLLOWER);

    var unused = template.send("orders", "a letter").get();

    assertEquals("a letter", orders.next());
    assertEquals(1, fault.happened());
  }

  static class Orders {
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();

    @KafkaListener(topics = "orders", groupId = "shop")
    void receive(String order) {
      assertTrue(received.add(order));
    }

    String next() throws InterruptedException {
      return received.poll(20, TimeUnit.SECONDS);
    }
  }

  @Configuration
  @EnableKafka
  static class Application {
    @Value("${spring.kafka.bootstrap-servers}")
    String bootstrapServers;

    @Bean
    Orders orders() {
      return new Orders();
    }

    @Bean
    KafkaTemplate<String, String> template() {
      return new KafkaTemplate<>(
          new DefaultKafkaProducerFactory<>(
              Map.of("bootstrap.servers", bootstrapServers),
              new StringSerializer(),
              new StringSerializer()));
    }

    @Bean
    ConcurrentKafkaListenerContainerFactory<String, String> kafkaListenerContainerFactory() {
      ConcurrentKafkaListenerContainerFactory<String, String> factory =
          new ConcurrentKafkaListenerContainerFactory<>();
      factory.setConsumerFactory(
          new DefaultKafkaConsumerFactory<>(
              Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
              new StringDeserializer(),
              new StringDeserializer()));
      return factory;
    }
  }
}
